# Two flags that contradict each other help nobody.
FROM python:3.11
RUN pip install --cache-dir=/tmp/pip a && rm -rf /tmp/pip
RUN pip --cache-dir /tmp/pip install a
