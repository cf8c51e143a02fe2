# The number is given later.
FROM debian:12
RUN useradd svc && usermod -u 4100 svc
USER svc
CMD ["sleep", "1"]
