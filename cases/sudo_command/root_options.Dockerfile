# Every option that only says how sudo asks, or whose variables it keeps, goes with it.
FROM ubuntu:24.04
RUN sudo -E apt-get update
RUN sudo -nH -- apt-get install -y git
RUN sudo --preserve-env=http_proxy --non-interactive apt-get install -y curl
RUN sudo -u root -p '' apt-get clean
