# Tar archives whose names do not say so.
FROM ruby:3.3
ADD rails-7.1.0.gem /tmp/
ADD serde-1.0.0.crate /tmp/
ADD busybox-1.36.apk /tmp/
