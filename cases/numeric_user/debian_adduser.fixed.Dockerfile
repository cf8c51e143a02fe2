# Debian's adduser has long flags only.
FROM debian:12
RUN addgroup --gid 10001 --system app && adduser --uid 10001 --system --ingroup app app
USER 10001:10001
CMD ["sleep", "1"]
