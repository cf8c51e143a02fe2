# Options of sudo are not the program's, and a group's name is no program.
FROM debian:12
RUN useradd -m -G sudo deploy && echo "use sudo please" > /etc/motd
RUN sudo -E apt-get install jq
RUN sudo -u postgres psql -c 'select 1'
