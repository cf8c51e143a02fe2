# The last line is continued, by nothing but comments: what is put below it must not be joined to it.
FROM debian:12
CMD ["/usr/bin/env"]
RUN apt-get update \
    && apt-get install -y --no-install-recommends file \
    && rm -rf /var/lib/apt/lists/*
    # && rm -rf /usr/share/doc

# the end
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
