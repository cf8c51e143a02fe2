# They are not pip, or only speak of it.
FROM python:3.11
RUN pipx install poetry && pipenv install --system && uv pip install a
RUN pip list && pip uninstall -y a && pip freeze > /requirements.txt
RUN echo "pip install a" && ./pip-install.sh && python -m venv /pip
