# A variable has the value that the other image's build gives it.
FROM node:20
ENV BUNDLE=bundle.js
ONBUILD ADD $BUNDLE /app/
