# Every way to clean counts.
FROM opensuse/leap:15.6
RUN zypper -n install jq && zypper clean --all
RUN zypper -n install curl; zypper cc -a
RUN zypper -n install file && rm -rf /var/cache/zypp/* /tmp/*
RUN zypper -n remove file
