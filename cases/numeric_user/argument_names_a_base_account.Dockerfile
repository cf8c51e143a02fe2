# Another name may come from the command line.
FROM node:20
ARG RUN_AS=node
USER $RUN_AS
CMD ["node", "main.js"]
