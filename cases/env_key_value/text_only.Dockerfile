# Neither the shell's words nor a heredoc's are instructions.
FROM alpine:3.20
RUN echo ENV A b \
    # ENV A b
    && echo LABEL a b
COPY <<EOF /example
ENV A b
EOF
