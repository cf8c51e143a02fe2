# A folder that is written to, one that only is read, and a stage whose files nobody saw.
FROM node:22 AS build
RUN mkdir /out && touch /out/site.js
FROM python:3.12-slim
WORKDIR /app
RUN groupadd -g 10001 web && useradd -u 10001 -g 10001 web && mkdir /app/uploads /config && chown -R 10001:10001 /app/uploads /config
COPY main.py /app/
COPY --from=build /out /app/static-site
COPY --chown=web uploads /app/uploads
USER 10001:10001
CMD ["python", "main.py"]
