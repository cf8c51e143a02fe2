# its parts are copied one by one, in each form of COPY
FROM python:3.12-slim AS packages
COPY requirements.txt .
RUN pip3 install --user --no-warn-script-location -r requirements.txt

FROM python:3.12-slim
WORKDIR /app
ENV PYTHONUSERBASE=/opt/python
# programs, then what they import
COPY --from=packages ["/root/.local/bin", "/opt/python/bin"]
COPY --from=packages /root/.local/lib/ /opt/python/lib/
COPY --chown=10001:10001 . .
ENV PATH /opt/python/bin:$PATH
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["gunicorn", "shop.wsgi"]
