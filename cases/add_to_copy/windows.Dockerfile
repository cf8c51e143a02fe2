# Paths of Windows change nothing.
# escape=`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ADD start.ps1 C:\app\
