# The author wants it so.
FROM alpine:3.20
# fixer: ignore[env_key_value] a generator rewrites this line
ENV A b
