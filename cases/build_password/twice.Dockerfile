# Several in one list, at its head and at its end.
FROM debian:12
RUN echo 'root:opensesame' | chpasswd \
    && useradd app \
    && echo 'app:opensesame' | chpasswd \
    && passwd -d app
CMD ["python3", "app.py"]
