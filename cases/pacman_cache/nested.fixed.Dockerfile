# In branches, under set -e, in a heredoc, for a later build, with sudo, and from an address.
FROM archlinux:base
ARG DEBUG
RUN if [ -n "$DEBUG" ]; then pacman -S --noconfirm gdb && rm -rf /var/cache/pacman/pkg/*; else pacman -S --noconfirm jq && rm -rf /var/cache/pacman/pkg/*; fi
RUN set -eux; \
	pacman -Sy --noconfirm \
# for the scripts
		file; \
	rm -rf /var/cache/pacman/pkg/* \
	; \
	file --version
RUN <<EOF
pacman -S --noconfirm less && rm -rf /var/cache/pacman/pkg/*
less --version
EOF
ONBUILD RUN sudo pacman -S --noconfirm tree && sudo rm -rf /var/cache/pacman/pkg/*
RUN pacman -U --noconfirm https://example.com/a.pkg.tar.zst && rm -rf /var/cache/pacman/pkg/* && sh -c 'pacman -S --noconfirm tar && rm -rf /var/cache/pacman/pkg/*'
RUN for name in jq file; do pacman -S --noconfirm "$name"; done && rm -rf /var/cache/pacman/pkg/*
