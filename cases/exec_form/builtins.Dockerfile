# Words that name no program, or another one than the shell's.
FROM debian:12 AS one
CMD ulimit -n 1024

FROM debian:12 AS two
CMD . /etc/profile

FROM debian:12 AS three
CMD echo "a\tb"

FROM debian:12 AS four
CMD "npm start"

FROM debian:12 AS five
CMD command -v sh

FROM debian:12 AS six
CMD exec -a name server
