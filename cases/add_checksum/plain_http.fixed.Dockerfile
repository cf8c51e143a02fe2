# Without encryption the checksum may be that of somebody else's file: it is said in the reason.
FROM debian:12-slim
ADD --checksum=sha256:a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1 http://mirror.example.org/zookeeper/zookeeper-3.4.6.tar.gz /opt/
