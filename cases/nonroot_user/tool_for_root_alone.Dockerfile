# Tools that only their owner may run: the program would find them and not be let.
FROM debian:12-slim
RUN curl -fsSLo /usr/local/bin/jq https://example.org/jq && chmod u+x /usr/local/bin/jq
RUN curl -fsSLo /usr/bin/yq https://example.org/yq && chmod 744 /usr/bin/yq
CMD ["/opt/app/serve"]
