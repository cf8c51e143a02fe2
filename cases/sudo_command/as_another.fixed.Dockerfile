# Sudo that gives rights up: USER does the same.
FROM debian:12
RUN useradd -m app
USER app
RUN git clone https://example.com/x /home/app/x
RUN cd /home/app/x && make && make check
USER root
RUN ldconfig
USER app
CMD ["x"]
