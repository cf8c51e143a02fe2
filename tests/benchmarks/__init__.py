"""Measurements over real Dockerfiles, each a ratio to another tool in the same run."""
