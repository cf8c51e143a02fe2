# At the default level it is only said.
FROM opensuse/leap:15.6
RUN zypper -n install jq && zypper clean --all
