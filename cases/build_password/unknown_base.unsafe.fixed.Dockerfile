# What the base runs is not known: not by default.
FROM registry.example.com/base:1
RUN mkdir /srv/app
CMD ["python3", "app.py"]
