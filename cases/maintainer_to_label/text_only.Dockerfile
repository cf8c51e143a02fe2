# The word alone is no instruction.
FROM alpine:3.20
# MAINTAINER Jane Roe <jane@example.com>
RUN echo MAINTAINER Jane Roe \
    # MAINTAINER John Doe
    MAINTAINER > /maintainer
