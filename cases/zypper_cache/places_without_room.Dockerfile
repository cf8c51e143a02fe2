# Another tool may run in its place; a list of words is all.
FROM opensuse/leap:15.6
RUN zypper -n in curl || dnf -y install curl
RUN ["zypper", "-n", "install", "less"]
