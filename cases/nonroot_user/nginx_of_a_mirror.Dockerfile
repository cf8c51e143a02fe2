# The same image, from a registry that has it from Docker Hub.
FROM public.ecr.aws/docker/library/nginx:1.27
COPY html /usr/share/nginx/html
