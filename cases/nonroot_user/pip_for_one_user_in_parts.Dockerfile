# its parts are copied one by one, in each form of COPY
FROM python:3.12-slim AS packages
COPY requirements.txt .
RUN pip3 install --user --no-warn-script-location -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
# programs, then what they import
COPY --from=packages ["/root/.local/bin", "/root/.local/bin"]
COPY --from=packages /root/.local/lib/ /root/.local/lib/
COPY . .
ENV PATH /root/.local/bin:$PATH
CMD ["gunicorn", "shop.wsgi"]
