# An image may bear the name that its own stage gets; who ignores the rule is left in peace.
FROM nginx:latest@sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 AS nginx
# hadolint ignore=DL3006
FROM debian
# fixer: ignore[pin_digest] its nightly builds are what is tested
FROM app:nightly
COPY --from=nginx /etc/nginx /etc/nginx
