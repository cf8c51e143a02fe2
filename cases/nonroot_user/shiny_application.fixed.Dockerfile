# What gives up root in the image is its own command, which R takes the place of.
FROM rocker/shiny:4.3.2
WORKDIR /srv/plots
COPY --chown=10001:10001 app.R .
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /sbin/nologin app \
    && chown 10001:10001 /srv/plots
USER 10001:10001
CMD ["R", "-e", "shiny::runApp('/srv/plots', host = '0.0.0.0', port = 3838)"]
