# Lines and comments stay where they are.
FROM alpine:3.20
MAINTAINER \
    # the first one
    Jane Roe <jane@example.com>, \
    # and the second
    John Doe <john@example.com>

RUN true
