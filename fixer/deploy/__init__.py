"""The files beside a Dockerfile that say what its image is built from and how it is run.

Compose files, Kubernetes manifests, GitHub workflows and `.dockerignore`: each kind is a document
with the places that transforms are run on, and edits stand where their values stand.
"""
