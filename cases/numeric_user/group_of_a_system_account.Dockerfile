# A system account's own group has a number of the system's, whatever that of the account is.
FROM debian:bookworm-slim
RUN useradd --system --create-home app \
    && chgrp app /srv \
    && chmod 750 /srv
USER app
CMD ["sleep", "1"]
