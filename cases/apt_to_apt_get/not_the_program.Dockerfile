# The word alone is not the program.
FROM debian:12
RUN echo apt install jq && command -v apt && mkdir -p /etc/apt
ENV TOOL="apt install"
CMD ["apt", "list"]
