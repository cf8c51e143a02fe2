# The trigger of an ONBUILD is an instruction as well.
FROM node:20
WORKDIR /app
ONBUILD ADD package.json /app/
ONBUILD ADD . /app
