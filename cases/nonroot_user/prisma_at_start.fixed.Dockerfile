# prisma wants to write to its engines before it migrates anything, and stops where it cannot.
FROM node:20-slim
WORKDIR /app
COPY package.json .
RUN npm install && npm cache clean --force
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /app/node_modules/@prisma /app/node_modules/.prisma \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /app/node_modules/@prisma /app/node_modules/.prisma
USER 10001:10001
CMD ["sh", "-c", "npx prisma migrate deploy && node dist/main.js"]
