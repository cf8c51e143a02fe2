# What next makes needs none of the packages.
FROM node:22 AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build && cp -r public .next/standalone/

FROM node:22
WORKDIR /app
COPY --from=build /app/.next/standalone /app/.next/standalone
COPY --from=build /app/public /app/public
CMD ["node", ".next/standalone/server.js"]
