# npm takes on the owner of the folder that it stands in, so what is copied there stays root's
# until the end, where it is given whole: what the script starts is not in sight.
FROM node:20-slim
COPY . /srv/desk
WORKDIR /srv/desk
RUN npm install
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/desk
USER 10001:10001
CMD ["./serve.sh"]
