# A shell that runs what follows its script: `sh -c 'exec "$0" "$@"' /bin/sh -c 'python3 app.py'`.
FROM debian:12
ENTRYPOINT umask 027; exec "$0" "$@"
CMD python3 app.py
FROM debian:12
ENTRYPOINT while getopts c: name; do exec sh -c "$OPTARG"; done
CMD python3 app.py
