# Other programs are reported; a sticky bit and a bit that is taken away are none.
FROM debian:12
RUN chmod u+s /usr/bin/ping && chmod 4755 /opt/tool && chmod ug+xs /opt/other
RUN chmod g+s /srv/share && chmod 2775 /srv/share
RUN chmod 1777 /srv/tmp && chmod u-s /bin/su && chmod 0755 /opt/tool && chmod a+x /s
CMD ["python3", "app.py"]
