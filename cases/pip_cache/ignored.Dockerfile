# hadolint's own comment is honoured.
FROM python:3.11
# hadolint ignore=DL3042
RUN pip install a
