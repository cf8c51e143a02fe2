# programs that a build runs and that only build, fetch or say what is there, leave nothing that the
# application writes to
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN python setup.py build_ext --inplace && python fetch_weights.py && python -c "import main; print(main.__name__)"
CMD ["python", "main.py"]
