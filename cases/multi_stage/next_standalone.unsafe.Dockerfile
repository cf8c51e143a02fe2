# What next makes needs none of the packages.
FROM node:22
WORKDIR /app
COPY . .
RUN npm ci && npm run build && cp -r public .next/standalone/
CMD ["node", ".next/standalone/server.js"]
