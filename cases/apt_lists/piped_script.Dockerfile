# Nobody knows what a script from the network needs.
FROM debian:12
RUN apt-get update
RUN curl -fsSL https://example.com/setup | bash
