# The whole rest of the line is the value, blanks, = and # included.
FROM debian:12
ENV JAVA_OPTS="-Xmx512m -Dfile.encoding=UTF-8 -Dapp.home=$APP_HOME"
ENV GREETING="hello   world # not a comment"
ENV ODD="= b"
ENV LD_PRELOAD="/usr/lib/a.so /usr/lib/b.so"  
