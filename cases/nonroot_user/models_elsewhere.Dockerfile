# A variable puts it where every user finds it.
FROM python:3.12-slim
ENV U2NET_HOME=/usr/local/share/u2net
RUN pip install --no-cache-dir rembg && python -c "from rembg import new_session; new_session()"
COPY main.py /srv/main.py
CMD ["python", "/srv/main.py"]
