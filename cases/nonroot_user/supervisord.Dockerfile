# It starts its programs as the users that its configuration names.
FROM debian:12
RUN apt-get update && apt-get install -y supervisor
COPY supervisord.conf /etc/supervisor/supervisord.conf
CMD ["supervisord", "-n"]
