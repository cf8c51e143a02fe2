# Where the build goes on without the packages, they would be new to the image.
FROM debian:12
RUN apt-get update; apt-get install jq; echo done
RUN apt-get install less || true
RUN apt-get install nano | tee /install.log
RUN if apt-get install file; then file /bin/sh; fi
RUN for name in vim gdb; do apt-get install "$name"; done
RUN set -e; apt-get install tree && tree --version; echo done
