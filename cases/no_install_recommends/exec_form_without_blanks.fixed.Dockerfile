# The author leaves no blank behind a comma.
FROM debian:12
RUN ["apt-get","install","-y","--no-install-recommends","jq"]
