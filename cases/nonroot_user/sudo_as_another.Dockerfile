# sudo does not make this one root.
FROM ubuntu:22.04
RUN useradd -m super && useradd -m worker
USER super
CMD ["sudo", "-u", "worker", "/opt/work"]
