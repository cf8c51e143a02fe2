# The trigger is an instruction as well.
FROM alpine:3.20
ONBUILD ENV NODE_ENV=production
ONBUILD LABEL built="on top of ours"
