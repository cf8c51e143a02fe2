# beanstalkd stops where it may not become the account that it is told
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends beanstalkd && rm -rf /var/lib/apt/lists/*
CMD ["beanstalkd", "-u", "nobody"]
