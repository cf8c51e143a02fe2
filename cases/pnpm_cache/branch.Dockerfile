# In a branch it stays in the branch.
FROM node:20
RUN if [ -f yarn.lock ]; then yarn install; else sudo -u app sh -c 'CI=1 pnpm install'; fi
