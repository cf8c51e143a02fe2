# The folder, the name and the id are other ones for root, and the shell opens the file, not sudo.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN sudo cp ~/tool /usr/local/bin/
RUN sudo chown -R $USER /srv
RUN sudo chown -R $(id -u) /srv
RUN sudo tee /etc/motd < ~/motd
RUN sudo cat /etc/shadow > /srv/copy
CMD ["x"]
