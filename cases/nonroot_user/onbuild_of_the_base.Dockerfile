# The base copies the application when this is built, as root: nothing here could give it to the user.
FROM python:3-onbuild
CMD ["python", "./main.py"]
