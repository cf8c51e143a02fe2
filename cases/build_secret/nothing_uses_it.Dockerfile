# No instruction behind it could read the token: what builds give for it is only recorded.
FROM alpine:3.20
RUN apk add --no-cache curl
ARG DEPLOY_TOKEN
ARG VERSION
LABEL version=$VERSION
CMD ["curl", "https://example.com"]
