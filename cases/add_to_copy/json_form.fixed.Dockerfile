# Only the keyword changes: the list and the blanks in its names stay.
FROM alpine:3.20
COPY ["release notes.txt", "user guide.md", "/usr/share/doc/app/"]
copy [ "etc/", "/etc/" ]
