# A command that does nothing else goes.
FROM debian:12
RUN useradd -m app
RUN usermod -a -G audio app
RUN usermod -s /bin/bash app
CMD ["sleep", "inf"]
