# Which of them runs is known in the build alone, and the other is not there to clean.
FROM registry.example.com/base
RUN microdnf install -y unzip || yum -y install unzip
RUN command -v dnf && dnf -y install zip || yum -y install zip
