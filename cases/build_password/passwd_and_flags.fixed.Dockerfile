# The other ways to set one, or to leave one empty.
FROM rockylinux:9
RUN useradd app
RUN useradd --create-home other
RUN useradd third
RUN usermod -s /bin/sh third
RUN mkdir /srv/app
CMD ["python3", "app.py"]
