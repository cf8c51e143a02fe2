# All ways to call pip, and the subcommands that fill its cache.
FROM python:3.11
RUN pip install --no-cache-dir a
RUN pip3 install -U --no-cache-dir pip
RUN pip3.11 install --upgrade --no-cache-dir a b
RUN /venv/bin/pip install --no-cache-dir a
RUN python -m pip install --no-cache-dir a
RUN python3.11 -m pip install --user --no-cache-dir a
RUN /venv/bin/python -m pip install --no-cache-dir a
RUN pip wheel --no-cache-dir -w /wheels a
RUN pip download --no-cache-dir -d /wheels a
