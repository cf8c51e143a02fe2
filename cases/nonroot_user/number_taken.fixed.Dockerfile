# The number has an account already, made for someone else: it is that one's.
FROM debian:12
RUN useradd --uid 10001 batch && useradd --uid 10002 web
COPY --chown=10001:10001 app /opt/app/
USER 10001:10001
CMD ["/opt/app/server", "now"]
