# The trigger stays one, and the folder that it goes to.
FROM node:20
ONBUILD RUN cd /app && npm ci
