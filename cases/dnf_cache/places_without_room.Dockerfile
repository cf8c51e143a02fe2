# In a loop every turn would fetch anew; in the background and as a list of words there is no behind.
FROM fedora:41
RUN for name in jq file; do dnf install -y "$name"; done
RUN dnf install -y curl &
RUN ["dnf", "install", "-y", "less"]
RUN if dnf install -y tree; then tree --version; fi
