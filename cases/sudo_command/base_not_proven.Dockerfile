# An install that may not have run proves nothing.
FROM registry.example.com/team/base:1
RUN if [ -w /etc ]; then apt-get install -y curl; fi
RUN apt-get install -y jq || true
RUN sudo apt-get install -y git
