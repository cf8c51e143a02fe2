# The image runs as root: a script may change to the account.
FROM debian:12
RUN useradd -m admin
CMD ["python3", "app.py"]
