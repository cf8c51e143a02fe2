# Whichever branch was taken, the lists go behind all of them, unless set -e would no longer hold.
FROM debian:12
RUN apt-get update && if [ "$X" = 1 ]; then apt-get install -y a; else apt-get install -y b; fi
FROM debian:12
RUN apt-get update && case $A in x) apt-get install -y d;; *) apt-get install -y e;; esac
FROM debian:12
RUN if ! command -v m4; then apt-get update && apt-get install -y m4; else apt-get install -y bc; fi
FROM debian:12
RUN set -e; apt-get update; if true; then apt-get install -y a; fi; echo done
FROM debian:12
RUN set -e; apt-get update && if true; then apt-get install -y a; fi
FROM debian:12
RUN apt-get update && (apt-get install -y a; apt-get install -y b) && echo x
FROM debian:12
RUN apt-get update && { apt-get install -y c || exit 1; } && apt-get clean
FROM debian:12
RUN apt-get update && bash -c 'apt-get install -y a'
FROM debian:12
RUN (apt-get update && apt-get install -y a) || (sleep 1 && apt-get update && apt-get install -y a)
FROM debian:12
RUN apt-get update && if ! apt-get install -y a; then apt-get install -y b; fi
FROM debian:12
RUN apt-get update; [ -n "$X" ] && { apt-get install -y a; }; true
