# LABEL has the same two forms.
FROM debian:12
LABEL version=1.0
LABEL org.opencontainers.image.description="The server of the team"
LABEL vendor="ACME Ltd."
