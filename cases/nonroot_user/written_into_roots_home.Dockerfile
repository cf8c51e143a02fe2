# A file that echo writes is there as one that is copied; the settings of a build are not needed.
FROM ubuntu:24.04
RUN echo 'gem: --no-document' > ~/.gemrc
RUN echo 'startxfce4 &' > /root/.vnc/xstartup && chmod +x /root/.vnc/xstartup
CMD ["vncserver", "-fg"]
