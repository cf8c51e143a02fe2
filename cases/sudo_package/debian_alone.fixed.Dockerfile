# Nothing else is installed: the RUN goes, with its update and its tidying up.
FROM debian:12
RUN useradd -m app
CMD ["sleep", "inf"]
