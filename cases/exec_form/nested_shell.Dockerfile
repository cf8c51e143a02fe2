# The shell that is needed is named already.
FROM debian:12
CMD bash -c "cd /app && exec ./server --port=$((8000 + 1))"
