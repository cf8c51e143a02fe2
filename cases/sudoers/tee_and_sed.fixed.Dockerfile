# Tee behind a pipe, sed in place, visudo as an editor.
FROM rockylinux:9
RUN useradd app
RUN useradd other
RUN useradd third; sed -i -e '/requiretty/d' /etc/sudoers || true
CMD ["sleep", "inf"]
