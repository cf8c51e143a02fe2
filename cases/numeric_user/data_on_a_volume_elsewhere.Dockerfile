# whom an image of somebody's has already is not known
FROM example.com/base/image:1
RUN useradd --create-home app && install -d -o app /data
VOLUME /data
USER app
CMD ["/usr/local/bin/serve"]
