# The install and what serves it alone go out of a list, in both styles; comments stay.
FROM ubuntu:24.04
RUN apt-get update && \
    apt-get install -y sudo=1.9.* && \
    # the account
    useradd -m app && \
    mkdir /srv/app
RUN set -ex \
    && apt-get update \
    && apt-get install -y sudo \
    && apt-get clean \
    # a folder
    && mkdir /srv/other
CMD ["sleep", "inf"]
