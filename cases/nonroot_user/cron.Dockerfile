# Cron starts jobs as their users.
FROM debian:12
RUN apt-get update && apt-get install -y cron
COPY jobs /etc/cron.d/jobs
CMD ["cron", "-f"]
