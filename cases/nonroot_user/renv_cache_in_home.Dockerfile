# The library that renv restores is links into its cache, in the home folder of who restores it.
FROM r-base:4.4.1
WORKDIR /srv/plots
COPY . .
RUN Rscript -e 'renv::restore()'
CMD ["Rscript", "serve.R"]
