# The tool to change the user with is there for the start, which is not in sight.
FROM debian:12
RUN apt-get update && apt-get install -y gosu
COPY start.py /start.py
CMD ["python3", "/start.py"]
