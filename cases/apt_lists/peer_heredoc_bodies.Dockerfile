# Scripts that are written here run elsewhere: their text, `$` and all, is no business of ours.
FROM debian:12
RUN cat <<'EOF' > /entry.sh
#!/bin/sh
apt-get update && apt-get install -y "${1:-jq}"
echo "$HOME $(id -u)"
EOF
COPY <<EOF /setup.sh
apt-get update
apt-get install -y jq
EOF
