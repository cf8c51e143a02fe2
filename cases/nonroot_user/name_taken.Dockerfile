# This base has an account of that name.
FROM mcr.microsoft.com/dotnet/aspnet:8.0
WORKDIR /app
COPY out .
ENTRYPOINT ["dotnet", "Shop.dll"]
