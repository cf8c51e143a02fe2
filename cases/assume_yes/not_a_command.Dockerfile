# A text that names the tool is none, and another shell's language is not read.
FROM debian:12
RUN echo "run apt-get install jq" > /hint && command -v apt-get
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN C:\msys64\usr\bin\pacman.exe -S git
