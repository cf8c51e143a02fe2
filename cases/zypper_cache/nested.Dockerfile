# In branches, under set -e, in a heredoc, for a later build, with sudo and in another root.
FROM opensuse/leap:15.6
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then zypper -n in gdb; else zypper -n in jq; fi
RUN set -eux; \
	zypper -n in \
# for the scripts
		file \
	; \
	file --version
RUN <<EOF
zypper -n in less
less --version
EOF
ONBUILD RUN sudo zypper -n in tree
RUN zypper --root /mnt -n in bash && sh -c 'zypper -n in tar'
