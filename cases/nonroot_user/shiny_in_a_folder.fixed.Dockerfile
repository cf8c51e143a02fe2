# The application works in the folder that runApp is told, not in the WORKDIR.
FROM rocker/shiny:4.4.1
RUN mkdir /srv/plots
COPY --chown=10001:10001 plots /srv/plots
EXPOSE 3838
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /sbin/nologin app \
    && chown 10001:10001 /srv/plots
USER 10001:10001
CMD ["R", "-e", "shiny::runApp('/srv/plots/', host = '0.0.0.0', port = 3838)"]
