# escape=`
# Paths of Windows change nothing.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ADD start.ps1 C:\app\
