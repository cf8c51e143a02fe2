# So does the group that is made for it.
FROM python:3.12-slim
RUN groupadd -r web && useradd -r -g web web
USER web
CMD ["python", "-m", "http.server"]
