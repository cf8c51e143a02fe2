# The shell that is needed is named already, and the other one has nothing to expand.
FROM debian:12
CMD ["bash", "-c", "cd /app && exec ./server --home=\"$HOME\""]
