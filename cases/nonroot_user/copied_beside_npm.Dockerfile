# npm takes on the owner of the folder that it stands in, so what is copied there stays root's
# until the end, where it is given whole: what the script starts is not in sight.
FROM node:20-slim
COPY . /srv/desk
WORKDIR /srv/desk
RUN npm install
CMD ["./serve.sh"]
