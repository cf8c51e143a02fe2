# apt is told to install by what another command is given, by a variable, or by a tool that asks it.
FROM debian:12
ENV APT_INSTALL="apt-get install -y --no-install-recommends"
RUN apt-get update && $APT_INSTALL jq
RUN $APT_INSTALL file
RUN retry apt-get install -y --no-install-recommends bc
RUN eval "apt-get install -y --no-install-recommends less"
RUN bash -c "for each in a b; do apt-get install -y \$each; done"
RUN rosdep install -y --from-paths src
RUN echo "apt-get install more, if you like"
