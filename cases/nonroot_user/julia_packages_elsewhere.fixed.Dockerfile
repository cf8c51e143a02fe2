# Julia's packages are the user's, as the files that it compiles beside them.
FROM julia:1.10
ENV JULIA_DEPOT_PATH=/opt/julia
WORKDIR /srv/plots
COPY --chown=10001:10001 . .
RUN julia --project=. -e 'using Pkg; Pkg.instantiate()'
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && mkdir -p /opt/julia \
    && chown 10001:10001 /srv/plots \
    && chown -R 10001:10001 /opt/julia
USER 10001:10001
CMD ["julia", "--project=.", "serve.jl"]
