# The fonts lie where only root looks for them, whatever else the file says.
FROM node:20-alpine
WORKDIR /srv/cards
RUN apk add --no-cache wget && mkdir ~/.fonts && wget -q -P ~/.fonts https://fonts.example.org/card.ttf
COPY . .
CMD ["node", "draw.js"]
