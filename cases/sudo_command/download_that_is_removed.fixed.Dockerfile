# What is fetched, unpacked by root and removed leaves no trace of who fetched it. What the user
# unpacked is his; and cut in two, the RUN would leave the archive in a layer.
FROM gitpod/workspace-base
USER root
RUN wget https://example.com/a.tar.gz && tar -C /usr/local/bin -xzf a.tar.gz && rm a.tar.gz
USER gitpod
RUN curl -fLO https://example.com/b.tar.gz && tar -xzf b.tar.gz && sudo mv b /usr/local/bin/ && rm b.tar.gz
RUN curl -fLO https://example.com/c
USER root
RUN install -m 755 c /usr/local/bin/c
USER gitpod
