# A script starts the server and fetches models to root's home, where a volume is mounted.
FROM ollama/ollama:0.5.4
COPY --chmod=755 <<EOF /start.sh
#!/bin/sh
ollama serve &
sleep 5
ollama pull tinyllama
wait
EOF
ENTRYPOINT ["/start.sh"]
