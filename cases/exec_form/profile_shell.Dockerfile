# These shells read a profile before they start the program.
FROM debian:12 AS login
SHELL ["/bin/bash", "-lc"]
CMD server

FROM debian:12 AS long
SHELL ["/bin/bash", "--login", "-c"]
CMD server

FROM debian:12 AS interactive
SHELL ["/bin/bash", "-i", "-c"]
CMD server

FROM debian:12 AS environment
ENV BASH_ENV=/etc/bash_env
SHELL ["/bin/bash", "-c"]
CMD server
