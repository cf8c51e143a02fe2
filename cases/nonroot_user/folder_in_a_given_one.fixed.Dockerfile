# A folder in one that is given whole goes with it; a volume's has to be there.
FROM python:3.12-slim
RUN git clone https://example.com/shop.git /shop
WORKDIR /shop
ENV DATA_DIR=/data THUMBNAILS_DIR=/data/cache
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /shop/uploads /data \
    && chown -R 10001:10001 /data /shop
USER 10001:10001
VOLUME /shop/uploads
CMD ["gunicorn", "--access-logfile", "log/access.log", "shop:app"]
