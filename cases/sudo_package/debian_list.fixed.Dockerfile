# The install and what serves it alone go out of a list, in both styles; comments stay.
FROM ubuntu:24.04
RUN \
    # the account
    useradd -m app && \
    mkdir /srv/app
RUN set -ex \
    # a folder
    && mkdir /srv/other
CMD ["sleep", "inf"]
