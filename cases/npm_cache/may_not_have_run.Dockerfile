# Where the end of the list may be reached without npm, npm may not even be there.
FROM debian:12
RUN command -v yarn || npm install -g yarn
RUN command -v npm && npm ci || yarn install
RUN ! npm ci
RUN npm ci &
RUN if npm ci; then echo good; fi
RUN ./node_modules/.bin/npm ci
RUN ["npm", "ci"]
RUN exec npm ci
RUN for i in 1 2 3; do npm ci && break || sleep 5; done
