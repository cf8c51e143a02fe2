# The account is a line of text.
FROM registry.access.redhat.com/ubi9/ubi-minimal:9.4
RUN echo "svc:x:4200:4200::/home/svc:/sbin/nologin" >> /etc/passwd
USER 4200:4200
CMD ["sleep", "1"]
