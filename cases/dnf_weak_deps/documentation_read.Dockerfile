# Some packages ship as documentation what a build needs.
FROM rockylinux:9
RUN dnf install -y zabbix-server-mysql && zcat /usr/share/doc/zabbix-server-mysql/create.sql.gz > /schema.sql
