# Only the keyword changes: the list and the blanks in its names stay.
FROM alpine:3.20
ADD ["release notes.txt", "user guide.md", "/usr/share/doc/app/"]
add [ "etc/", "/etc/" ]
