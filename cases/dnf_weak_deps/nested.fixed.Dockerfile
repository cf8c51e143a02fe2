# In a branch, under set -e, for a later build, and as a list of words.
FROM rockylinux:9
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then dnf install -y --setopt=tsflags=nodocs gdb; fi
RUN set -eux; \
	dnf -y install --setopt=tsflags=nodocs \
# for the scripts
		jq \
	;
ONBUILD RUN dnf install -y --setopt=tsflags=nodocs file
RUN ["dnf", "install", "-y", "--setopt=tsflags=nodocs", "less"]
RUN sh -c 'dnf install -y --setopt=tsflags=nodocs tree'
