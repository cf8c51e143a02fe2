# The argument only feeds the variable: both go.
FROM node:20-slim
ARG STRIPE_API_KEY
ENV STRIPE_API_KEY=$STRIPE_API_KEY
CMD ["node", "server.js"]
