# A desktop is there to be worked at, whatever starts it.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends sudo xfce4 tigervnc-standalone-server && rm -rf /var/lib/apt/lists/*
CMD ["bash", "-c", "vncserver -localhost no && tail -f /dev/null"]
