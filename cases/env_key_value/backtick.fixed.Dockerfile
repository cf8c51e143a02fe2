# escape=`
# The backslash is an ordinary character here.
FROM mcr.microsoft.com/windows/servercore:ltsc2022
ENV JAVA_HOME="C:\Program Files\Java\jdk"
ENV TOOLS="C:\Program Files\Tools C:\bin\"
ENV ESCAPED="a`$b `"c`" d"
