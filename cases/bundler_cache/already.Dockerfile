# The files are removed, with the folder or all that is in it.
FROM ruby:3.3
RUN bundle install && rm -rf "$GEM_HOME"/cache/*.gem
RUN bundle install && rm -rf /usr/local/bundle/cache
RUN bundle install && rm -rf ${GEM_HOME}/cache /tmp/*
