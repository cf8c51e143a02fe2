# The builder refuses it as it stands: there is no path to write down.
FROM debian:12
WORKDIR app "x
