# A drive, written with the escape character doubled.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
WORKDIR C:\\app
WORKDIR C:/app/src
