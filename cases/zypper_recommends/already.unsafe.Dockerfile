# Left out already, wanted by name, or another subcommand.
FROM opensuse/leap:15.6
RUN zypper -n install --no-recommends jq && zypper in -y --recommends curl
RUN zypper -n update && zypper -n remove jq
