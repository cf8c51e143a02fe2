# What is not there for sure at the end is not named: to give it over would break the build.
FROM debian:bookworm-slim
WORKDIR /opt/visits
COPY visits.pl clean.sh ./
RUN echo 41 >counter && echo 2 > /opt/visits/moved
RUN test -e other || echo 3 >other; true
RUN if true; then echo 4 >fourth; fi
RUN cd /tmp && echo 5 >fifth
RUN mv moved /tmp/ && rm -f count*
RUN echo 6 >sixth
RUN sh ./clean.sh
CMD perl visits.pl
