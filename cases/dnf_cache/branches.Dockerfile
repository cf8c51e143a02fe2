# Each branch cleans up by itself; behind both, one is enough.
FROM fedora:41
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then dnf install -y gdb; else dnf install -y jq; fi; echo done
RUN if [ -n "$DEBUG" ]; then dnf install -y strace; fi && dnf install -y file
