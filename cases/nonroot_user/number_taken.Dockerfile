# The number has an account already, made for someone else: it is that one's.
FROM debian:12
RUN useradd --uid 10001 batch && useradd --uid 10002 web
COPY app /opt/app/
CMD ["/opt/app/server", "now"]
