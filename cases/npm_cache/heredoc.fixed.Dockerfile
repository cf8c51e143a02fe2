# In a heredoc every line is a command.
FROM node:20
RUN <<EOF
set -e
npm ci
npm cache clean --force
npm run build
EOF
