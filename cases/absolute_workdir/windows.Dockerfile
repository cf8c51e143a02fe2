# escape=`
# Drive letters and backslashes are absolute in their own way.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
WORKDIR C:\app
WORKDIR \data
WORKDIR src
