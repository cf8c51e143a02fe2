# What only a shell can do.
FROM debian:12 AS variables
CMD node $SCRIPT

FROM debian:12 AS substitution
CMD node `which server`

FROM debian:12 AS list
CMD cd /app && node server.js

FROM debian:12 AS background
CMD server &

FROM debian:12 AS pipe
CMD server | tee /log

FROM debian:12 AS redirection
CMD server > /dev/null 2>&1

FROM debian:12 AS glob
CMD java -jar /app/*.jar

FROM debian:12 AS braces
CMD cat /etc/{passwd,group}

FROM debian:12 AS tilde
CMD ~/bin/server

FROM debian:12 AS assignment
CMD PORT=80 server

FROM debian:12 AS compound
CMD while true; do server; done

FROM debian:12 AS negation
CMD ! server
