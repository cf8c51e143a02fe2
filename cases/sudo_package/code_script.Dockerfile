# The program starts a script that runs it.
FROM node:20-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo && rm -rf /var/lib/apt/lists/*
WORKDIR /srv
COPY package.json index.js ./
COPY bin bin
CMD ["node", "index.js"]
