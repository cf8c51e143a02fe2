# On RHEL, adduser is useradd.
FROM rockylinux:9
RUN adduser -G wheel app
RUN groupadd -f wheel && usermod --append --groups wheel app
CMD ["sleep", "inf"]
