# What the library fetched is not found by another user.
FROM python:3.12-slim
RUN pip install --no-cache-dir chromadb
RUN python -c "from chromadb.utils.embedding_functions import DefaultEmbeddingFunction as f; f()(['x'])" \
    && python -c "from chromadb.utils import embedding_functions as e; e.DefaultEmbeddingFunction()(['x'])"
COPY main.py /srv/main.py
CMD ["python", "/srv/main.py"]
