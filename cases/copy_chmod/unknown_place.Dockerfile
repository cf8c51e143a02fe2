# Where the file lands, or which one is meant, only the build knows.
FROM debian:12
ARG HOME_OF
COPY start.sh ${HOME_OF}/
COPY run.sh /run.sh
ONBUILD RUN chmod +x /run.sh
RUN chmod +x ${HOME_OF}/start.sh; cd /opt && chmod +x run.sh
CMD ["/run.sh"]
