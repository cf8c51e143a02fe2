"""Proof by build: an image is built from a Dockerfile before and after, compared and run.

What is built is somebody's code, and what builders and images say is text from outside: nothing
goes through a shell, nothing is unpacked to the disk, and all that is read has a bound.
"""
