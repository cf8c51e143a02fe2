# The path stays, and so do what stands in front of the program and its own options.
FROM debian:12
RUN DEBIAN_FRONTEND=noninteractive /usr/bin/apt -o Acquire::Retries=3 install -y ./tool.deb
RUN sudo -E apt -qq update && yes | sudo apt install jq
