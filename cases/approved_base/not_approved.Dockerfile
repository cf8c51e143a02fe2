# Reported, not changed: nobody has said what to take instead, or the place does not let it.
ARG ROOT=debian
FROM debian:12
FROM python@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1
FROM ${ROOT}:12
FROM $UNKNOWN
