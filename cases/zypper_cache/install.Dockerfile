# The cache goes in the RUN that filled it, behind the last command of the tool.
FROM opensuse/leap:15.6
RUN zypper -n install jq
RUN zypper --gpg-auto-import-keys refresh && \
    zypper in -y \
        curl \
        gcc && \
    zypper rm -y gcc && \
    curl --version
