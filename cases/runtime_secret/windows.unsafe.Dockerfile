# Windows builders have no secrets in variables, and the setup reads the password.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ENV SA_PASSWORD=tr0ub4dor
RUN setup.exe /q
