"""What is known of servers that packages bring with an account of their own."""

from __future__ import annotations

import pytest

from fixer.context.process import Kind, needs
from fixer.dockerfile.document import Document
from fixer.facts.daemons import package_name, packages_of


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("coturn", "coturn"),
        ("coturn=4.6.1-1", "coturn"),
        ('"coturn$VERSION"', "coturn"),
        ("icecast2", "icecast2"),
        ("mosquitto@edge", "mosquitto"),
        ("/tmp/influxdb2-2.7.4-amd64.deb", "influxdb2"),
        ("./influxdb_0.9.6.1_amd64.deb", "influxdb"),
        ("zabbix-agent", "zabbix-agent"),
        ("tor.deb", "tor"),
    ],
)
def test_the_name_of_a_package(word: str, name: str) -> None:
    assert package_name(word) == name


def test_a_program_and_its_packages() -> None:
    assert packages_of("tinyproxy") == {"tinyproxy"}
    assert "coturn" in packages_of("turnserver")
    assert not packages_of("memcached")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("FROM debian:12\nRUN apt-get install -y tor\nCMD tor\n", {Kind.DROPS}),
        ("FROM debian:12\nRUN dpkg -i /tmp/tor_0.4.8_amd64.deb\nCMD tor\n", {Kind.DROPS}),
        ("FROM fedora:42\nRUN dnf install -y tor\nCMD tor\n", {Kind.DROPS}),
        ("FROM debian:12\nRUN apt-get install -y torsocks\nCMD tor\n", set()),
        ("FROM debian:12\nCOPY tor /usr/bin/tor\nCMD tor\n", set()),
        ("FROM debian:12\nCMD served --user www-data\n", {Kind.DROPS}),
        ("FROM debian:12\nCMD served --user root\n", set()),
        ("FROM debian:12\nCMD served --user reader\n", set()),
        ("FROM debian:12\nCMD memcached -u www-data\n", set()),
        ("FROM debian:12\nCMD etcd --data-dir /tmp/etcd\n", set()),
        ("FROM debian:12\nENV ETCD_DATA_DIR=/tmp/etcd\nCMD etcd\n", set()),
        ("FROM debian:12\nCMD etcd\n", {Kind.ROOT}),
        ("FROM debian:12\nWORKDIR /srv/etcd\nCMD etcd\n", {Kind.WRITES}),
        ("FROM debian:12\nCMD etcd --version\n", set()),
    ],
)
def test_what_a_server_needs(text: str, kinds: set[Kind]) -> None:
    found = needs(Document(text.encode()).stages[-1])
    assert {need.kind for need in found} == kinds
