# It asks for root by itself: an update in front of it would be the user's.
FROM debian:12
RUN apt-get update && apt-get install -y --no-install-recommends sudo
USER 1000
RUN rosdep install -y --from-paths src
