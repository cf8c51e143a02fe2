# Without --all the metadata stays.
FROM opensuse/leap:15.6
RUN zypper -n install jq && zypper clean
RUN zypper -n up && zypper cc --metadata
