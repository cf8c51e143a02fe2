from setuptools import setup

with open("README.md") as file:
    setup(long_description=file.read())
