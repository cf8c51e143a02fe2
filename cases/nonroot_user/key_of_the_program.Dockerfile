# A key that is closed to others is the program's.
FROM debian:12
COPY --chmod=600 service.key /etc/service/service.key
COPY keeper /opt/keeper/keeper
CMD ["/opt/keeper/keeper"]
