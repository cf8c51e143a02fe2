# The cluster and its keys are mounted at /root/.kube.
FROM alpine:3.23
RUN apk add --no-cache kubectl
ENTRYPOINT ["kubectl"]
CMD ["version"]
