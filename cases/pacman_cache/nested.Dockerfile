# In branches, under set -e, in a heredoc, for a later build, with sudo, and from an address.
FROM archlinux:base
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then pacman -S --noconfirm gdb; else pacman -S --noconfirm jq; fi
RUN set -eux; \
	pacman -Sy --noconfirm \
# for the scripts
		file \
	; \
	file --version
RUN <<EOF
pacman -S --noconfirm less
less --version
EOF
ONBUILD RUN sudo pacman -S --noconfirm tree
RUN pacman -U --noconfirm https://example.com/a.pkg.tar.zst && sh -c 'pacman -S --noconfirm tar'
RUN for name in jq file; do pacman -S --noconfirm "$name"; done
