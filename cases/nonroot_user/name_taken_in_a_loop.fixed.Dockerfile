# A loop makes an account by the usual name, beside another one.
FROM debian:12
RUN for name in app worker; do useradd "$name"; done
RUN useradd other
RUN groupadd --gid 10001 appuser \
    && useradd --uid 10001 --gid appuser --no-log-init --create-home --shell /usr/sbin/nologin appuser
USER 10001:10001
CMD ["sleep", "1"]
