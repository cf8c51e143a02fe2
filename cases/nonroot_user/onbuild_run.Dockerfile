# The RUN of an ONBUILD stands in the folder of its place, and fills none of this image.
FROM node:22
WORKDIR /app
ONBUILD RUN npm test
CMD ["npm", "start"]
