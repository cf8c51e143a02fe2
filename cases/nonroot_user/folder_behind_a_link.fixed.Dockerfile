# what is written through a link goes where the link leads: to a folder elsewhere, which is given to
# the user, and to the container's output, which is everyone's
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN mkdir -p /var/lib/orders && ln -s /var/lib/orders spool && ln -sf /dev/stdout /var/log/orders.log
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app \
    && chown -R 10001:10001 /var/lib/orders
USER 10001:10001
CMD ["python", "main.py"]
