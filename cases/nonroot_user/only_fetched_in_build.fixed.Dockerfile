# programs that a build runs and that only build, fetch or say what is there, leave nothing that the
# application writes to
FROM python:3.12-slim
WORKDIR /app
COPY --chown=10001:10001 . .
RUN python setup.py build_ext --inplace && python fetch_weights.py && python -c "import main; print(main.__name__)"
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /app
USER 10001:10001
CMD ["python", "main.py"]
