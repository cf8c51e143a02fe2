# The words are there, and no command is.
FROM debian:12
RUN echo "apt-get install -y jq" > /usage && grep -q 'apt-get install' /usage
LABEL usage="apt-get install -y jq"
