# The site is mounted from the host: another user could not write to it.
FROM ruby:3.3-slim
RUN gem install jekyll
WORKDIR /site
EXPOSE 4000
CMD ["jekyll", "serve", "--host", "0.0.0.0"]
