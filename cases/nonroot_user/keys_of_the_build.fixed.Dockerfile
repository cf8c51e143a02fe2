# openssl and ssh-keygen close the keys that they make to all but root; those of sshd stay root's.
FROM node:20-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=shop -keyout key.pem -out cert.pem
RUN mkdir -p /etc/shop && openssl genrsa -out /etc/shop/sign.key 2048
RUN ssh-keygen -q -t ed25519 -N "" -f host_key && ssh-keygen -q -t rsa -N "" -f /etc/ssh/host_rsa
RUN openssl genrsa -out once.key 2048 && openssl req -new -key once.key -subj /CN=x && rm once.key
EXPOSE 8443
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app /app/key.pem /app/host_key /etc/shop/sign.key
USER 10001:10001
CMD ["node", "server.js"]
