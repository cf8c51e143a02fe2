# What is not there for sure at the end is not named: to give it over would break the build.
FROM debian:bookworm-slim
WORKDIR /opt/visits
COPY --chown=10001:10001 visits.pl clean.sh ./
RUN echo 41 >counter && echo 2 > /opt/visits/moved
RUN test -e other || echo 3 >other; true
RUN if true; then echo 4 >fourth; fi
RUN cd /tmp && echo 5 >fifth
RUN mv moved /tmp/ && rm -f count*
RUN echo 6 >sixth
RUN sh ./clean.sh
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-log-init --create-home --shell /usr/sbin/nologin app \
    && chown 10001:10001 /opt/visits
USER 10001:10001
CMD perl visits.pl
