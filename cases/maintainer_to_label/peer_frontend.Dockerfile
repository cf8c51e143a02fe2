# syntax=example.com/acme/frontend:2
# Another frontend reads this file: what MAINTAINER or an escape means to it is its own business.
FROM alpine:3.20
MAINTAINER Jane Roe <jane@example.com>
