# A clone is root's with all that is in it.
FROM python:3.12-slim
WORKDIR /srv
RUN git clone https://example.com/shop.git
WORKDIR /srv/shop
RUN pip install -r requirements.txt
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown -R 10001:10001 /srv/shop
USER 10001:10001
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
