# Who the user is, is not known: nothing could be put back.
FROM registry.example.com/team/base:1
RUN sudo apt-get update
