# A comment on a step of the build, or one that says the contrary, is none against a user.
FROM python:3.12-slim
WORKDIR /srv/shop
# installing needs root
RUN pip install --no-cache-dir flask
COPY . .
# It does not need root, and must be in the root of the repository.
CMD ["flask", "run"]
