# Which recommended package is needed, nothing here tells.
FROM opensuse/leap:15.6
RUN zypper -n install --no-recommends jq \
    curl \
 && zypper in -y --no-recommends -t pattern devel_basis && zypper clean --all
ONBUILD RUN sudo zypper -n in --no-recommends file
RUN sh -c 'zypper -n in --no-recommends less' && if true; then zypper -n in --no-recommends tree; fi
RUN ["zypper", "-n", "install", "--no-recommends", "tar"]
