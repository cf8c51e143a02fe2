# A loop makes an account by the usual name, beside another one.
FROM debian:12
RUN for name in app worker; do useradd "$name"; done
RUN useradd other
CMD ["sleep", "1"]
