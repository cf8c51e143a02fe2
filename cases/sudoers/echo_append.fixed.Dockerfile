# The line that a tutorial has: it goes out of the list, and the account stays.
FROM ubuntu:24.04
RUN apt-get update && apt-get install -y python3 && \
    useradd -m super
USER super
CMD ["python3", "app.py"]
