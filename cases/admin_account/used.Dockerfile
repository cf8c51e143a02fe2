# It runs the image, owns a folder, has rights, or its number is used.
FROM debian:12
RUN useradd -m super
USER super
CMD ["python3", "app.py"]
FROM debian:12
RUN useradd -m admin && useradd app
RUN chown -R admin /srv
USER app
CMD ["python3", "app.py"]
FROM debian:12
RUN useradd -u 4321 developer && useradd app
COPY --chown=4321 . /srv
USER app
CMD ["python3", "app.py"]
