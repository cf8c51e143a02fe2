# A comment stands between name and value: it stays, and only the indentation of the value goes.
FROM alpine:3.20
ENV KEYS="\
    # Jane Roe
0123456789ABCDEF \
    # John Doe
    FEDCBA9876543210"
ENV ALONE=\
# nothing else
value
