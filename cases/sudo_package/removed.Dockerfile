# Not an install.
FROM debian:12
RUN apt-get remove -y sudo
RUN apt-get install -y sudoku
CMD ["sleep", "inf"]
