"""The document: lossless Dockerfile syntax, its shell, its image references and its stages."""
