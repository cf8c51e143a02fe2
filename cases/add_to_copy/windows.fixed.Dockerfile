# escape=`
# Paths of Windows change nothing.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
COPY start.ps1 C:\app\
