# Su through sudo: sudo goes, su means a login shell and stays.
FROM debian:12
RUN sudo su - -c 'make install'
