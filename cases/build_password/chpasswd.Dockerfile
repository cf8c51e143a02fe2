# Nothing lets anyone log in: the account needs no password.
FROM debian:12
RUN useradd -m app && echo 'app:opensesame' | chpasswd
RUN echo "root:$ROOT_PASSWORD" | chpasswd
RUN useradd other \
    && printf 'other:opensesame\n' | chpasswd -e \
    && mkdir /srv/app
CMD ["python3", "app.py"]
