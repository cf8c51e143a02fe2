# What locks an account, or makes the password up, is left.
FROM debian:12
RUN useradd -p '!' app && usermod -p '*' app && passwd -l app
RUN pwgen | xargs -I{} echo app:{} | chpasswd
RUN passwd --unlock app
RUN useradd -o -u 0 toor
CMD ["python3", "app.py"]
