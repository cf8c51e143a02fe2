# the installer puts its program into the same folder, as a link into root's home
FROM python:3.12-slim AS packages
COPY requirements.txt .
RUN curl -sSL https://get.example.com/tool.py | python3 -
RUN pip install --user -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
COPY --from=packages /root/.local /root/.local
COPY . .
ENV PATH=/root/.local/bin:$PATH
CMD ["gunicorn", "shop.wsgi"]
