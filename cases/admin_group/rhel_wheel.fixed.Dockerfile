# On RHEL, adduser is useradd.
FROM rockylinux:9
RUN adduser app
RUN groupadd -f wheel
CMD ["sleep", "inf"]
