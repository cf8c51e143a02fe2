# A clone is root's with all that is in it.
FROM python:3.12-slim
WORKDIR /srv
RUN git clone https://example.com/shop.git
WORKDIR /srv/shop
RUN pip install -r requirements.txt
CMD ["python", "manage.py", "runserver", "0.0.0.0:8000"]
