# It is said already, in one of the many ways.
FROM debian:12
RUN gem install --no-document a && gem install -N b
RUN gem install c --no-ri --no-rdoc
RUN gem install --document ri d
RUN gem list && gem fetch a
