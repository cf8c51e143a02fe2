# What apt prints for a reader, apt-get does not print.
FROM debian:12
RUN apt list --installed > /packages.txt
RUN apt search nginx
RUN apt show bash | grep Version
RUN apt --version
