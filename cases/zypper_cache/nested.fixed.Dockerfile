# In branches, under set -e, in a heredoc, for a later build, with sudo and in another root.
FROM opensuse/leap:15.6
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then zypper -n in gdb && zypper clean --all; else zypper -n in jq && zypper clean --all; fi
RUN set -eux; \
	zypper -n in \
# for the scripts
		file; \
	zypper clean --all \
	; \
	file --version
RUN <<EOF
zypper -n in less && zypper clean --all
less --version
EOF
ONBUILD RUN sudo zypper -n in tree && sudo zypper clean --all
RUN zypper --root /mnt -n in bash && zypper --root /mnt clean --all && sh -c 'zypper -n in tar && zypper clean --all'
