# A template is not a Dockerfile yet.
FROM {{base}}
RUN apt-get update && apt-get install -y jq
