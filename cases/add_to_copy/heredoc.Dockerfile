# A file that stands in the Dockerfile itself, and text that only looks like an instruction.
FROM alpine:3.20
ADD <<EOF /etc/app.conf
ADD notes.txt /
EOF
RUN cat <<'EOF' > /Dockerfile
ADD app.py /
EOF
