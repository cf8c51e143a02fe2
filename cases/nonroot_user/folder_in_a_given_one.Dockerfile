# A folder in one that is given whole goes with it; a volume's has to be there.
FROM python:3.12-slim
RUN git clone https://example.com/shop.git /shop
WORKDIR /shop
ENV DATA_DIR=/data THUMBNAILS_DIR=/data/cache
VOLUME /shop/uploads
CMD ["gunicorn", "--access-logfile", "log/access.log", "shop:app"]
