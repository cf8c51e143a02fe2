# In the background, as a list of words and in a condition there is no behind.
FROM fedora:41
RUN dnf install -y curl &
RUN ["dnf", "install", "-y", "less"]
RUN if dnf install -y tree; then tree --version; fi
