# A script that nothing in the file brings is the base image's, and is there to install something.
FROM registry.test/images/runtime:2
RUN apt-get update && /build/ruby.sh && rm -rf /var/lib/apt/lists/*
RUN apt-get update && /build/utilities.sh && rm -rf /var/lib/apt/lists/*
