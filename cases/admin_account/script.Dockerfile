# A script that the build runs gives the account a file.
FROM debian:12
RUN useradd -m super && useradd app
COPY setup.sh /tmp/
RUN sh /tmp/setup.sh
USER app
CMD ["python3", "app.py"]
