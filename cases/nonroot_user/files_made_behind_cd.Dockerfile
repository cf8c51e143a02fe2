# files that the build makes in a folder that it went to: root would keep them, and the program
# writes to them; what a subshell did not come back from is elsewhere
FROM python:3.12-slim
WORKDIR /app
COPY . .
RUN mkdir -p queue && cd queue && touch jobs.txt && echo 0 > ../counter
RUN (cd /tmp && touch later) && touch seen.txt
CMD ["python", "worker.py"]
