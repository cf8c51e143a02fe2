# What root does goes to RUN of its own; a variable user, and an output that root's shell writes.
FROM debian:12
ARG WHO=app
RUN useradd -m app
USER app
RUN git clone https://example.com/x
USER root
RUN make install
RUN sudo -u app make && sudo -u other make
RUN sudo -u $WHO make
RUN sudo -u app make > /var/log/make
USER app
CMD ["x"]
