# The server runs applications as the account that its configuration names.
FROM rocker/shiny:4.3.2
COPY app.R /srv/shiny-server/
CMD ["/usr/bin/shiny-server"]
