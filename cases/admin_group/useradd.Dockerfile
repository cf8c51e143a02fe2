# The group leaves the list; where it was alone, the flag goes.
FROM debian:12
RUN useradd -m -G audio,sudo,video app
RUN useradd -m -G sudo other
RUN useradd --create-home --groups=wheel,users third
RUN useradd -mG sudo fourth
RUN useradd -ms /bin/bash -G "sudo" fifth
CMD ["sleep", "inf"]
