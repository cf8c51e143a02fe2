# Behind the subcommand, -n is another flag.
FROM opensuse/leap:15.6
RUN zypper install -y vim
