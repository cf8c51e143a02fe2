# The application works in the folder that runApp is told, not in the WORKDIR.
FROM rocker/shiny:4.4.1
RUN mkdir /srv/plots
COPY plots /srv/plots
EXPOSE 3838
CMD ["R", "-e", "shiny::runApp('/srv/plots/', host = '0.0.0.0', port = 3838)"]
