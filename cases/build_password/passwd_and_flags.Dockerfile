# The other ways to set one, or to leave one empty.
FROM rockylinux:9
RUN useradd -p opensesame app
RUN useradd --password=opensesame --create-home other
RUN useradd third && usermod --password opensesame third
RUN usermod -p opensesame -s /bin/sh third
RUN echo opensesame | passwd --stdin app
RUN passwd -d app && mkdir /srv/app
CMD ["python3", "app.py"]
