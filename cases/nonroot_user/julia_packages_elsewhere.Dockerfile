# Julia's packages are the user's, as the files that it compiles beside them.
FROM julia:1.10
ENV JULIA_DEPOT_PATH=/opt/julia
WORKDIR /srv/plots
COPY . .
RUN julia --project=. -e 'using Pkg; Pkg.instantiate()'
CMD ["julia", "--project=.", "serve.jl"]
