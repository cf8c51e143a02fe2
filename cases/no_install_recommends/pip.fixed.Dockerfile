# pip compiles what has no wheel, so the compiler and the headers stay.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip build-essential python3-dev
COPY requirements.txt .
RUN pip3 install --break-system-packages -r requirements.txt
