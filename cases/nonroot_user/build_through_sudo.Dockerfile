# What is done through sudo does not show that the base runs as root.
FROM registry.example.com/team/runtime:4
RUN sudo apt-get update && sudo apt-get install -y libpq5
ENTRYPOINT ["/app/serve"]
