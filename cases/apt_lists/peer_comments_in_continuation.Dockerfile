# The comments have no backslash, and end nothing.
FROM debian:12
RUN apt-get update && apt-get install -y \
    # reads JSON
    jq \
    # keep this one last!
    xz-utils
