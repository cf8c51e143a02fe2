# What these do with their arguments is not known.
FROM debian:12
ENTRYPOINT ["/entrypoint.sh"]
CMD server --port 80

FROM debian:12
ENTRYPOINT ["tini", "--", "python"]
CMD app.py
