# Once, behind the last of them.
FROM node:20
RUN npm install -g npm@10 && npm ci && npm install --no-save typescript && npx tsc
RUN (cd api && npm ci) && (cd web && npm ci)
