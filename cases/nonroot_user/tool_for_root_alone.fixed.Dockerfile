# Tools that only their owner may run: the program would find them and not be let.
FROM debian:12-slim
RUN curl -fsSLo /usr/local/bin/jq https://example.org/jq && chmod a+rx /usr/local/bin/jq
RUN curl -fsSLo /usr/bin/yq https://example.org/yq && chmod 755 /usr/bin/yq
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/opt/app/serve"]
