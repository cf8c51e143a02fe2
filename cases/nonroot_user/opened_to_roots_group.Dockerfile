# OpenShift, or `--user 1000`, runs it as any user, whose group is root's: that may write on.
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN mkdir -p data && chgrp -R 0 /app && chmod -R g=u /app
CMD ["./serve"]
