# A template is not a Dockerfile yet: what it will hold nobody knows.
FROM {{base_image}}
MAINTAINER {{ author }}
