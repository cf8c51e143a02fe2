# Without a site the image is for others, who mount a configuration or templates of their own.
FROM nginx:1.27
RUN apt-get update && apt-get install -y --no-install-recommends nginx-module-njs
