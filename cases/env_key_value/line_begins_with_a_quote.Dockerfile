# Without its quotes, or its escape character, the second line would be a comment.
FROM alpine:3.20
ENV COLORS red \
    '#00ff00' blue
ENV MORE red \
    \#00ff00 blue
