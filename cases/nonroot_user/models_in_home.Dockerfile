# A volume with the models is mounted into root's home: another user would fetch them once more.
FROM ollama/ollama:0.5.4
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
