# The application is cloned in a folder that the RUN goes to: it is the user's as if it were copied.
FROM python:3.12-slim
RUN mkdir -p /projects && cd /projects && git clone https://example.com/studio.git && cd studio \
    && pip install --no-cache-dir -r requirements.txt
WORKDIR /projects/studio
CMD ["python", "studio.py"]
