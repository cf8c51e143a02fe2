# --no-refresh installs from the metadata that is there.
FROM opensuse/leap:15.6
RUN zypper -n up
RUN zypper --no-refresh -n install jq
