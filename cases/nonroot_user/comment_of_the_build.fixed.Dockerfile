# A comment on a step of the build, or one that says the contrary, is none against a user.
FROM python:3.12-slim
WORKDIR /srv/shop
# installing needs root
RUN pip install --no-cache-dir flask
COPY --chown=10001:10001 . .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /srv/shop
USER 10001:10001
# It does not need root, and must be in the root of the repository.
CMD ["flask", "run"]
