# It is looked for in the home folder of who runs the program.
FROM python:3.12-slim
RUN pip install --no-cache-dir pyppeteer && pyppeteer-install
COPY main.py /srv/main.py
CMD ["python", "/srv/main.py"]
