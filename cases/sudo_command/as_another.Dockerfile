# Sudo that gives rights up: USER does the same.
FROM debian:12
RUN useradd -m app
RUN sudo -u app git clone https://example.com/x /home/app/x
RUN cd /home/app/x && sudo -H -u app make && sudo -u app make check
RUN ldconfig
USER app
CMD ["x"]
