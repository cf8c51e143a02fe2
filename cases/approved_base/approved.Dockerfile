# All of them are approved, or no image.
FROM python:3.12 AS base
FROM registry.corp/team/app:1
FROM scratch
FROM base
COPY --from=base /a /b
