# Debian's adduser has long flags only.
FROM debian:12
RUN addgroup --system app && adduser --system --ingroup app app
USER app:app
CMD ["sleep", "1"]
