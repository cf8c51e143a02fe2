# A statement with the commands of both users, and a list that goes on after a failure.
FROM ubuntu:24.04
RUN useradd -m app
USER app
RUN if make; then sudo make install; fi
RUN make; sudo make install
RUN make && sudo make install || true
CMD ["x"]
