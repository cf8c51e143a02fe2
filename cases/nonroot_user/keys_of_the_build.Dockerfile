# openssl and ssh-keygen close the keys that they make to all but root; those of sshd stay root's.
FROM node:20-slim
WORKDIR /app
COPY . .
RUN openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=shop -keyout key.pem -out cert.pem
RUN mkdir -p /etc/shop && openssl genrsa -out /etc/shop/sign.key 2048
RUN ssh-keygen -q -t ed25519 -N "" -f host_key && ssh-keygen -q -t rsa -N "" -f /etc/ssh/host_rsa
RUN openssl genrsa -out once.key 2048 && openssl req -new -key once.key -subj /CN=x && rm once.key
EXPOSE 8443
CMD ["node", "server.js"]
