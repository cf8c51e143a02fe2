# The shell's comment would become arguments.
FROM debian:12
CMD server --port 80 # the port of the balancer
