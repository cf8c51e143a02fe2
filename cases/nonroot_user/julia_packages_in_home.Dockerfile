# Julia keeps its packages in the home folder of who adds them.
FROM julia:1.10
WORKDIR /srv/plots
COPY . .
RUN julia --project=. -e 'using Pkg; Pkg.instantiate()'
CMD ["julia", "--project=.", "serve.jl"]
