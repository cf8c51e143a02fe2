# Nothing lets anyone log in: the account needs no password.
FROM debian:12
RUN useradd -m app
RUN useradd other \
    && mkdir /srv/app
CMD ["python3", "app.py"]
