# In a loop it would fetch the metadata anew in every turn: it stands once, behind the loop.
FROM opensuse/leap:15.6
RUN for name in jq file; do zypper -n in "$name"; done && zypper clean --all
