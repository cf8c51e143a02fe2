# RubyGems 1.8 of this release refuses the flag.
FROM ubuntu:12.04
RUN gem install bundler
