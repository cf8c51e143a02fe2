# The group leaves the list; where it was alone, the flag goes.
FROM debian:12
RUN useradd -m -G audio,video app
RUN useradd -m other
RUN useradd --create-home --groups=users third
RUN useradd -m fourth
RUN useradd -ms /bin/bash fifth
CMD ["sleep", "inf"]
