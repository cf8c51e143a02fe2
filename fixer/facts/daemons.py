"""Servers that distributions package with an account of their own.

The package makes the account and gives it the server's configuration, state and logs, which in many
cases are closed to others. A service file starts the server as that account, or the server goes on
as it by itself; as a third account it finds its files closed. They are those packages of Debian
that depend on `adduser`, and what the vendors package in the same way; other distributions' have
the same names. What works as any user all the same is not among them (memcached, beanstalkd,
sslh, exporters of Prometheus': seen with Debian 12).
"""

from __future__ import annotations

from fixer.later import regex

#: By program, the packages that bring it so; where there are none, that of its own name.
_PACKAGES = {
    "mosquitto": "",
    "tor": "",
    "tinyproxy": "",
    "turnserver": "coturn",
    "prosody": "",
    "ejabberd": "",
    "ejabberdctl": "ejabberd",
    "murmurd": "mumble-server murmur",
    "mumble-server": "mumble-server murmur",
    "icecast": "icecast icecast2",
    "icecast2": "icecast icecast2",
    "nsd": "",
    "knotd": "knot",
    "kresd": "knot-resolver",
    "yadifad": "yadifa",
    "pgbouncer": "",
    "pgpool": "pgpool pgpool2",
    "influxd": "influxdb influxdb2 influxdb3",
    "mongod": "mongodb mongodb-server mongodb-org mongodb-org-server",
    "clickhouse-server": "clickhouse clickhouse-server",
    "clickhouse": "clickhouse clickhouse-server",
    "neo4j": "",
    "cassandra": "",
    "arangod": "arangodb3",
    "elasticsearch": "",
    "kibana": "",
    "logstash": "",
    "searchd": "sphinxsearch sphinx manticore",
    "prometheus": "",
    "prometheus-alertmanager": "",
    "grafana": "grafana grafana-enterprise grafana-oss",
    "grafana-server": "grafana grafana-enterprise grafana-oss",
    "carbon-cache": "graphite-carbon",
    "zabbix_agentd": "zabbix-agent zabbix-agentd",
    "zabbix_agent2": "zabbix-agent2",
    "zabbix_server": "zabbix zabbix-server-mysql zabbix-server-pgsql zabbix-server",
    "zabbix_proxy": "zabbix-proxy-mysql zabbix-proxy-pgsql zabbix-proxy-sqlite3 zabbix-proxy",
    "nrpe": "nagios-nrpe-server nrpe",
    "icinga2": "",
    "clamd": "clamav clamav-daemon clamav-server clamd",
    "freshclam": "clamav clamav-daemon clamav-freshclam clamav-libunrar clamav-update",
    "rspamd": "",
    "opendkim": "",
    "opendmarc": "",
    "spampd": "",
    "postgrey": "",
    "mpd": "",
    "minidlnad": "minidlna",
    "motion": "",
    "kamailio": "",
    "stunnel": "stunnel stunnel4",
    "stunnel4": "stunnel stunnel4",
    "lighttpd": "",
    "apt-cacher-ng": "",
    "traffic_server": "trafficserver",
    "bitlbee": "",
    "upsd": "nut nut-server",
    "gitea": "",
    "forgejo": "",
    "jenkins": "",
    "xrdp": "",
}
#: Those that read the package's configuration only where a flag names it: without, they keep their
#: state where the program by itself does.
TOLD_BY_FLAG = {"mongod": frozenset(("-f", "--config"))}
_BY_PROGRAM = {name: frozenset((of or name).split()) for name, of in _PACKAGES.items()}

#: The packages' names.
PACKAGES = frozenset(name for names in _BY_PROGRAM.values() for name in names)
#: Accounts that packages of their own names make, whatever else is known of them.
ACCOUNTS = PACKAGES | frozenset(
    """asterisk avahi beanstalkd bind cups dovecot freeradius haproxy ldap memcached messagebus
    mysql nut pdns postfix postgres proftpd rabbitmq redis rpc snort squid statd tftp unbound
    varnish vsftpd""".split()
)
#: Where the name of a package ends: at a version, an architecture, the ending of a file.
_END = regex(r"[=<>~@:$]|[-_]v?\d+[.\d]|\.(?:deb|rpm|apk)\b")


def packages_of(program: str) -> frozenset[str]:
    """The packages that make an account for a program."""
    return _BY_PROGRAM.get(program, frozenset())


def package_name(word: str) -> str:
    """The name of the package in a word that a package tool is given: a name, or a file."""
    return _END.split(word.strip("'\"").rpartition("/")[2], maxsplit=1)[0]
