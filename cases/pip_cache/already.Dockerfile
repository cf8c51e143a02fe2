# The flag is there, in front of the subcommand as well as behind it.
FROM python:3.11
RUN pip install --no-cache-dir a
RUN pip --no-cache-dir install a
RUN python -m pip install a --no-cache-dir
