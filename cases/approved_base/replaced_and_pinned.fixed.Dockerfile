# Replaced and pinned again, whatever comes first.
FROM registry.corp/python:3.12
FROM registry.corp/python
