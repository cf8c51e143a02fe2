# So does the group that is made for it.
FROM python:3.12-slim
RUN groupadd --gid 10001 -r web && useradd --uid 10001 -r -g web web
USER 10001:10001
CMD ["python", "-m", "http.server"]
