# A login shell, a group, a password, another folder: what they mean would be lost.
FROM debian:12
RUN sudo -i make install
RUN sudo -g staff make
RUN echo secret | sudo -S make install
RUN sudo -D /srv make
RUN sudo -s
