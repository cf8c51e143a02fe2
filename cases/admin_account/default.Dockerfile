# Its name is what a variable is where nobody sets it.
FROM debian:12
RUN useradd -m admin
USER ${BUILDER:-admin}
RUN mkdir ~/cache
RUN useradd -m app
USER app
CMD ["python3", "app.py"]
FROM debian:12
ARG OWNER
RUN useradd -m ops && useradd app
RUN install -o "${OWNER-ops}" -d /srv/data
USER app
CMD ["python3", "app.py"]
