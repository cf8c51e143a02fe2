# A quoted word that goes over several lines would have to become one line.
FROM debian:12
CMD bash -c "first; \
    second"
