# `rm` without -f fails for what is not there.
FROM python:3.11 AS same_run
RUN pip install a && rm -r ~/.cache

FROM python:3.11 AS later_run
RUN pip install a
RUN chown -R app:app /home/app/.cache

FROM python:3.11
RUN pip install a && pip cache purge
