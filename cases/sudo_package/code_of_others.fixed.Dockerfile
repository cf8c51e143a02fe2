# Nothing that is copied runs it: a text names it, a script that nothing starts does, and so do files that stay outside.
FROM node:20-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY src src
CMD ["node", "src/index.js"]
