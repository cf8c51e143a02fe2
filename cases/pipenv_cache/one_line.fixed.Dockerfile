# Pipenv keeps what pip downloads, wherever the packages go.
FROM python:3.12
COPY Pipfile Pipfile.lock ./
RUN pip install --no-cache-dir pipenv \
    && pipenv install --system --deploy \
    && rm -rf ~/.cache/pip ~/.cache/pipenv \
    && pip uninstall -y pipenv
RUN pipenv sync && rm -rf ~/.cache/pip ~/.cache/pipenv
