# Which recommended package is needed, nothing here tells.
FROM opensuse/leap:15.6
RUN zypper -n install jq \
    curl \
 && zypper in -y -t pattern devel_basis && zypper clean --all
ONBUILD RUN sudo zypper -n in file
RUN sh -c 'zypper -n in less' && if true; then zypper -n in tree; fi
RUN ["zypper", "-n", "install", "tar"]
