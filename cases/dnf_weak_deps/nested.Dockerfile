# In a branch, under set -e, for a later build, and as a list of words.
FROM rockylinux:9
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then dnf install -y gdb; fi
RUN set -eux; \
	dnf -y install \
# for the scripts
		jq \
	;
ONBUILD RUN dnf install -y file
RUN ["dnf", "install", "-y", "less"]
RUN sh -c 'dnf install -y tree'
