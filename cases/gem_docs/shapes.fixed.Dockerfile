# In lists with comments, behind sudo, in branches, nested shells, exec form and ONBUILD.
FROM ubuntu:22.04
RUN apt-get update \
    # the packager
    && gem install --no-document \
        fpm \
    && rm -rf /var/lib/apt/lists/*
RUN set -e; sudo gem install --no-document a; echo done
RUN if [ -n "$DEV" ]; then gem install --no-document pry; fi
RUN sh -c 'gem install --no-document a' || gem install --no-document a
RUN ["gem", "install", "--no-document", "a"]
ONBUILD RUN (cd /app && gem install --no-document bundler)
