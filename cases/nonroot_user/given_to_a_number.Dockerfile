# No account has the number, and whoever runs the image says it: the files stay that user's.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN mkdir -p data && chown -R 1000:1000 /app
VOLUME /app/data
CMD ["./serve"]
