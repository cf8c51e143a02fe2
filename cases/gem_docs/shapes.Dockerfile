# In lists with comments, behind sudo, in branches, nested shells, exec form and ONBUILD.
FROM ubuntu:22.04
RUN apt-get update \
    # the packager
    && gem install \
        fpm \
    && rm -rf /var/lib/apt/lists/*
RUN set -e; sudo gem install a; echo done
RUN if [ -n "$DEV" ]; then gem install pry; fi
RUN sh -c 'gem install a' || gem install a
RUN ["gem", "install", "a"]
ONBUILD RUN (cd /app && gem install bundler)
