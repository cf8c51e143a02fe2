# Which machine a playbook is for, and as whom it works there, is in the playbook.
FROM alpine:3.20
RUN apk add --no-cache ansible
WORKDIR /play
COPY . .
CMD ["sh", "-c", "ansible-playbook local.yml"]
