# What the image starts compiles.
FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends gcc make && pip install cffi
CMD ["make", "run"]
