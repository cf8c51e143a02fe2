# escape=`
# Backslashes are folders here, and the shell is not one that we read.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
CMD C:\app\run.exe --port 80

FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
ENTRYPOINT .\start.ps1 -Verbose

FROM team/windows-base:1
CMD Start.cmd C:\data
