# A script works in /, where another user can write nothing: a reviewer is told.
FROM python:3.12-slim
RUN pip install requests
COPY handler.py /handler.py
CMD ["python", "-u", "/handler.py"]
