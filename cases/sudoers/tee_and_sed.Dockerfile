# Tee behind a pipe, sed in place, visudo as an editor.
FROM rockylinux:9
RUN echo 'app ALL=(ALL) NOPASSWD: ALL' | tee -a /etc/sudoers
RUN sed -i 's/^# %wheel/%wheel/' /etc/sudoers && useradd app
RUN useradd other && echo 'app ALL=(ALL) ALL' | EDITOR='tee -a' visudo
RUN useradd third; sed -i -e '/requiretty/d' /etc/sudoers || true
CMD ["sleep", "inf"]
