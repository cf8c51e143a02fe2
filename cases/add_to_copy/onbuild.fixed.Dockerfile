# The trigger of an ONBUILD is an instruction as well.
FROM node:20
WORKDIR /app
ONBUILD COPY package.json /app/
ONBUILD COPY . /app
