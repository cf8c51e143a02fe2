# This base has an account of that name.
FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /app
COPY --chown=10001:10001 out .
RUN groupadd --gid 10001 appuser \
    && useradd --uid 10001 --gid appuser --no-log-init --create-home --shell /usr/sbin/nologin appuser \
    && chown 10001:10001 /app
USER 10001:10001
ENTRYPOINT ["dotnet", "Shop.dll"]
