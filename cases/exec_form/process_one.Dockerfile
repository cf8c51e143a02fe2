# Samba's servers end at once, and vsftpd with the first connection, where no shell is process 1.
FROM debian:bookworm-slim AS files
RUN apt-get update && apt-get install -y samba
CMD smbd --foreground --debug-stdout

FROM debian:bookworm-slim AS names
RUN apt-get update && apt-get install -y samba
CMD /usr/sbin/nmbd -F

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y vsftpd
EXPOSE 21
CMD vsftpd -obackground=NO
