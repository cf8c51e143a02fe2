# What gives up root in the image is its own command, which R takes the place of.
FROM rocker/shiny:4.3.2
WORKDIR /srv/plots
COPY app.R .
CMD ["R", "-e", "shiny::runApp('/srv/plots', host = '0.0.0.0', port = 3838)"]
