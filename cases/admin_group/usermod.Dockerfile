# A command that does nothing else goes.
FROM debian:12
RUN useradd -m app && usermod -aG sudo app
RUN usermod -a -G sudo,audio app
RUN usermod -aG wheel -s /bin/bash app
RUN usermod -aG sudo app
CMD ["sleep", "inf"]
