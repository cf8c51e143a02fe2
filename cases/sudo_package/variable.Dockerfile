# A variable holds its name, in the file or in a script that it runs.
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN SUDO=sudo; $SUDO mkdir /srv/data
CMD ["python3", "app.py"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo
RUN ${BECOME:-sudo} mkdir /srv/data
CMD ["python3", "app.py"]
FROM debian:12
RUN apt-get update && apt-get install -y sudo
COPY setup.sh /tmp/
RUN sh /tmp/setup.sh
CMD ["python3", "app.py"]
