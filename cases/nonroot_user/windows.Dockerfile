# Windows has no such users.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
COPY app.exe /app/
CMD ["C:\\app\\app.exe"]
