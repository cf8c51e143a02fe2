# In a loop every turn would fetch anew; another tool may run in its place; a list of words is all.
FROM opensuse/leap:15.6
RUN for name in jq file; do zypper -n in "$name"; done
RUN zypper -n in curl || dnf -y install curl
RUN ["zypper", "-n", "install", "less"]
