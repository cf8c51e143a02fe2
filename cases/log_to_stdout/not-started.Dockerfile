# nginx is there, but it is not what the container starts.
FROM debian:12-slim
RUN apt-get update && apt-get install -y nginx supervisor
CMD ["supervisord", "-n"]
