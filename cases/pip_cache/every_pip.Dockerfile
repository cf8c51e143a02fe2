# All ways to call pip, and the subcommands that fill its cache.
FROM python:3.11
RUN pip install a
RUN pip3 install -U pip
RUN pip3.11 install --upgrade a b
RUN /venv/bin/pip install a
RUN python -m pip install a
RUN python3.11 -m pip install --user a
RUN /venv/bin/python -m pip install a
RUN pip wheel -w /wheels a
RUN pip download -d /wheels a
