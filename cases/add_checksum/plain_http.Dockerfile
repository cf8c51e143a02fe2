# Without encryption the checksum may be that of somebody else's file: it is said in the reason.
FROM debian:12-slim
ADD http://mirror.example.org/zookeeper/zookeeper-3.4.6.tar.gz /opt/
