# With a group by number, the others would be lost.
FROM debian:12
RUN useradd --uid 2000 --groups video,audio cam
USER cam
CMD ["sleep", "1"]
