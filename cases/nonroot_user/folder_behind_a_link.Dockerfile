# what is written through a link goes where the link leads: to a folder elsewhere, which is given to
# the user, and to the container's output, which is everyone's
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN mkdir -p /var/lib/orders && ln -s /var/lib/orders spool && ln -sf /dev/stdout /var/log/orders.log
CMD ["python", "main.py"]
