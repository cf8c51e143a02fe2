# The registry does not know it, or does not say: it may be local, or private.
FROM corp/local:1
FROM private.example/app:1
FROM $UNKNOWN
COPY --from=Not-A-Name /a /b
