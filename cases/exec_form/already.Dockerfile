# Nothing to do.
FROM debian:12
HEALTHCHECK NONE
ENTRYPOINT ["server"]
CMD [ "--port", \
      "80" ]
RUN echo CMD server
