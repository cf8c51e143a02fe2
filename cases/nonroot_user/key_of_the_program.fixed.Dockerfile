# A key that is closed to others is the program's.
FROM debian:12
COPY --chown=10001:10001 --chmod=600 service.key /etc/service/service.key
COPY keeper /opt/keeper/keeper
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app
USER 10001:10001
CMD ["/opt/keeper/keeper"]
