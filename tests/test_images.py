"""What `fixer.facts.images` says of base images: each family, and the traps of each."""

from __future__ import annotations

from typing import Any

import pytest

from fixer.facts.images import BaseFacts, base_facts, open_facts, unknown_facts

DIGEST = "sha256:" + "0" * 64


def facts(reference: str) -> BaseFacts:
    """Facts of a reference as it is written, without the shortcuts of Docker's own images."""
    rest, _, digest = reference.partition("@")
    name, _, tag = rest.partition(":")
    first, _, path = name.partition("/")
    if "." in first:
        return base_facts(path, tag or None, digest or None, first)
    return base_facts(name if "/" in name else f"library/{name}", tag or None, digest or None)


SYSTEMS = [
    ("debian:12", ("debian", "bookworm", "apt", "dash", "shadow")),
    ("debian:12.5-slim", ("debian", "bookworm", "apt", "dash", "shadow")),
    ("debian:bookworm-20260623", ("debian", "bookworm", "apt", "dash", "shadow")),
    ("debian:jessie", ("debian", "jessie", "apt", "dash", "shadow")),
    ("debian:unstable-slim", ("debian", "sid", "apt", "dash", "shadow")),
    ("debian:stable-slim", ("debian", None, "apt", "dash", "shadow")),
    ("debian", ("debian", None, "apt", "dash", "shadow")),
    ("ubuntu:22.04", ("ubuntu", "jammy", "apt", "dash", "shadow")),
    ("ubuntu:14.04.5", ("ubuntu", "trusty", "apt", "dash", "shadow")),
    ("ubuntu:noble-20260610", ("ubuntu", "noble", "apt", "dash", "shadow")),
    ("ubuntu:kinetic", ("ubuntu", "kinetic", "apt", "dash", "shadow")),
    ("ubuntu:latest", ("ubuntu", None, "apt", "dash", "shadow")),
    ("alpine:3.19.1", ("alpine", "3.19", "apk", "ash", "busybox")),
    ("alpine:edge", ("alpine", "edge", "apk", "ash", "busybox")),
    ("alpine:3", ("alpine", None, "apk", "ash", "busybox")),
    ("busybox:1.36-glibc", ("busybox", None, "none", "ash", "busybox")),
    ("fedora:40", ("fedora", "40", "dnf", "bash", "shadow")),
    (
        "registry.fedoraproject.org/fedora-minimal:40",
        ("fedora", "40", "microdnf", "bash", "unknown"),
    ),
    ("centos:7", ("rhel", "7", "yum", "bash", "shadow")),
    ("centos:centos7.9.2009", ("rhel", "7", "yum", "bash", "shadow")),
    ("centos", ("rhel", "8", "dnf", "bash", "shadow")),
    ("quay.io/centos/centos:stream9", ("rhel", "9", "dnf", "bash", "shadow")),
    ("rockylinux:9.3", ("rhel", "9", "dnf", "bash", "shadow")),
    ("rockylinux:9-minimal", ("rhel", "9", "microdnf", "bash", "unknown")),
    ("almalinux:8", ("rhel", "8", "dnf", "bash", "shadow")),
    ("oraclelinux:8-slim", ("rhel", "8", "microdnf", "bash", "shadow")),
    ("oraclelinux:7-slim", ("rhel", "7", "yum", "bash", "shadow")),
    ("registry.access.redhat.com/ubi9/ubi:9.3-1361", ("rhel", "9", "dnf", "bash", "shadow")),
    ("registry.access.redhat.com/ubi7", ("rhel", "7", "yum", "bash", "shadow")),
    ("registry.access.redhat.com/ubi8-minimal", ("rhel", "8", "microdnf", "bash", "none")),
    ("registry.redhat.io/ubi9/ubi-micro", ("rhel", "9", "none", "bash", "none")),
    ("redhat/ubi9", ("rhel", "9", "dnf", "bash", "shadow")),
    ("amazonlinux:2", ("amazonlinux", "2", "yum", "bash", "none")),
    ("amazonlinux:2023", ("amazonlinux", "2023", "dnf", "bash", "none")),
    ("public.ecr.aws/amazonlinux/amazonlinux:2", ("amazonlinux", "2", "yum", "bash", "none")),
    ("photon:5.0", ("photon", "5.0", "tdnf", "bash", "none")),
    (
        "mcr.microsoft.com/azurelinux/base/core:3.0",
        ("azurelinux", "3.0", "tdnf", "bash", "none"),
    ),
    ("opensuse/leap:15.5", ("suse", "15.5", "zypper", "bash", "unknown")),
    ("archlinux:base-devel", ("arch", None, "pacman", "bash", "shadow")),
    ("cgr.dev/chainguard/wolfi-base", ("wolfi", None, "apk", "ash", "busybox")),
    ("cgr.dev/chainguard/node:latest", ("distroless", None, "none", "none", "none")),
    ("cgr.dev/chainguard/node:latest-dev", ("wolfi", None, "apk", "ash", "busybox")),
    ("gcr.io/distroless/static-debian12", ("distroless", "bookworm", "none", "none", "none")),
    ("gcr.io/distroless/base:debug", ("distroless", None, "none", "none", "none")),
    ("scratch", ("scratch", None, "none", "none", "none")),
    (
        "mcr.microsoft.com/windows/servercore:ltsc2022",
        ("windows", "2022", "none", "none", "none"),
    ),
    (
        "mcr.microsoft.com/windows/nanoserver:1809",
        ("windows", "1809", "none", "none", "none"),
    ),
    ("microsoft/nanoserver", ("windows", None, "none", "none", "none")),
]


@pytest.mark.parametrize(("reference", "expected"), SYSTEMS)
def test_a_systems_own_image(reference: str, expected: tuple[str | None, ...]) -> None:
    known = facts(reference)
    assert known[:5] == expected


BUILT_ON = [
    ("python:3.11-slim-bookworm", "debian", "bookworm"),
    ("python:3.11-slim", "debian", None),
    ("python:3-alpine3.22", "alpine", "3.22"),
    ("python:alpine", "alpine", None),
    ("node:20-bullseye", "debian", "bullseye"),
    ("node:22-alpine", "alpine", None),
    ("golang:1.25.7-windowsservercore-ltsc2022", "windows", "2022"),
    ("golang:nanoserver", "windows", None),
    ("php:8.4-fpm-alpine3.24", "alpine", "3.24"),
    ("eclipse-temurin:17-jre-alpine", "alpine", None),
    ("eclipse-temurin:21-jdk-noble", "ubuntu", "noble"),
    ("eclipse-temurin:21", "ubuntu", None),
    ("eclipse-temurin:21-ubi9-minimal", "rhel", "9"),
    ("amazoncorretto:17-al2023", "amazonlinux", "2023"),
    ("openjdk:8-jre", "debian", None),
    ("openjdk:11.0.16", "debian", None),
    ("openjdk:17.0.2", "rhel", None),
    ("openjdk:17-slim", "debian", None),
    ("openjdk:17-buster", "debian", "buster"),
    ("maven:3.9.5-eclipse-temurin-21", "ubuntu", None),
    ("maven:3-jdk-8", "debian", None),
    ("maven:3.8-openjdk-17", "rhel", None),
    ("maven:3.8.4-openjdk-17-slim", "debian", None),
    ("maven:3.9-amazoncorretto-17", "amazonlinux", None),
    ("maven:3.6", "unknown", None),
    ("gradle:8.14-jdk21", "ubuntu", None),
    ("mysql:8.0-debian", "debian", None),
    ("mysql:9.3.0", "rhel", None),
    ("mysql:5.7", "unknown", None),
    ("mariadb:11", "ubuntu", None),
    ("mongo:3.4", "debian", None),
    ("mongo:7", "ubuntu", None),
    ("nvidia/cuda:12.4.1-devel-ubuntu22.04", "ubuntu", "jammy"),
    ("nvidia/cuda:11.8.0-devel-rockylinux8", "rhel", "8"),
    ("nvidia/cuda:11.0-base", "unknown", None),
    ("mcr.microsoft.com/dotnet/aspnet:6.0", "debian", "bullseye"),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", "debian", "bookworm"),
    ("mcr.microsoft.com/dotnet/sdk:10.0.3", "ubuntu", "noble"),
    ("mcr.microsoft.com/dotnet/sdk:9.0-azurelinux3.0", "azurelinux", "3.0"),
    ("mcr.microsoft.com/dotnet/runtime:8.0-jammy-chiseled", "distroless", "jammy"),
    ("mcr.microsoft.com/dotnet/aspnet:9.0-azurelinux3.0-distroless", "distroless", "3.0"),
    ("mcr.microsoft.com/devcontainers/base:ubuntu-22.04", "ubuntu", "jammy"),
    ("mcr.microsoft.com/powershell:lts-alpine-3.17", "alpine", "3.17"),
    ("bitnami/redis:7.2-debian-12-r3", "debian", "bookworm"),
    ("buildpack-deps:jammy-curl", "ubuntu", "jammy"),
    ("ros:humble-ros-base", "ubuntu", "jammy"),
    ("ros:kinetic", "ubuntu", "xenial"),
    ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "debian", "bookworm"),
    ("ghcr.io/astral-sh/uv:0.5", "scratch", None),
    ("balenalib/raspberrypi3-alpine-node:10", "alpine", None),
    ("public.ecr.aws/lambda/python:3.13", "amazonlinux", "2023"),
    # The table does not know these: their name or tag says it.
    ("someone/app:1.2-alpine3.18", "alpine", "3.18"),
    ("someone/app:bullseye", "debian", "bullseye"),
    ("someone/alpine-thing", "alpine", None),
    ("someone/debian-trixie:20240101", "debian", "trixie"),
    ("someone/stable-ubuntu2204-cu124:1", "ubuntu", "jammy"),
    ("quay.io/someone/ubuntu16.04", "ubuntu", "xenial"),
    ("someone/thing:4.8-windowsservercore-ltsc2019", "windows", "2019"),
    ("someone/base:distroless", "distroless", None),
    # And in these the likeness is none.
    ("someone/fedora:6.5", "unknown", None),
    ("someone/groovy:4", "unknown", None),
    ("someone/robot:lunar", "unknown", None),
    ("dockcross/windows-static-x64", "unknown", None),
    ("someone/app:slim", "unknown", None),
    ("someone/app", "unknown", None),
]


@pytest.mark.parametrize(("reference", "family", "release"), BUILT_ON)
def test_what_an_image_is_built_on(reference: str, family: str, release: str | None) -> None:
    known = facts(reference)
    assert (known.family, known.release) == (family, release)


TOOLS = [
    # What is said of a default does not hold for a tag that names another system.
    ("gradle:5-jdk8", "apt", "dash", "shadow"),
    ("gradle:5-jdk8-alpine", "apk", "ash", "busybox"),
    ("tomcat:9-jdk17", "apt", "dash", "shadow"),
    ("tomcat:9-jdk17-corretto", None, "bash", "unknown"),
    ("mcr.microsoft.com/devcontainers/base:1", "apt", "dash", "shadow"),
    ("mcr.microsoft.com/devcontainers/base:alpine-3.19", "apk", "ash", "busybox"),
    # A name may stand for a full or a minimal edition, which have different tools.
    ("mariadb:11-ubi9", None, "bash", "unknown"),
    ("eclipse-temurin:21-ubi9-minimal", "microdnf", "bash", "unknown"),
    ("openjdk:17", "microdnf", "bash", "shadow"),
    ("openjdk:11-oracle", None, "bash", "shadow"),
    # What a system's own image lacks may have been added.
    ("amazoncorretto:17-al2023", "dnf", "bash", "unknown"),
    ("mcr.microsoft.com/dotnet/sdk:9.0-azurelinux3.0", "tdnf", "bash", "unknown"),
    ("mysql:9.3.0", "microdnf", "bash", "shadow"),
]


@pytest.mark.parametrize(("reference", "packages", "shell", "account_tools"), TOOLS)
def test_the_tools_of_what_it_is_built_on(
    reference: str, packages: str | None, shell: str | None, account_tools: str
) -> None:
    known = facts(reference)
    assert (known.packages, known.shell, known.account_tools) == (packages, shell, account_tools)


USERS = [
    ("debian:12", "", 0, 0),
    ("node:20", "", 0, 0),
    ("gradle:8-jdk21", "root", 0, 0),
    ("gcr.io/distroless/base", "0", 0, 0),
    ("gcr.io/distroless/base-debian12:nonroot", "65532", 65532, 65532),
    ("gcr.io/distroless/base-debian12:debug-nonroot", "65532", 65532, 65532),
    ("cgr.dev/chainguard/static", "65532", 65532, 65532),
    ("cgr.dev/chainguard/go", None, None, None),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", "", 0, 0),
    ("mcr.microsoft.com/dotnet/aspnet:8.0-noble-chiseled-extra", "1654", 1654, 1654),
    ("mcr.microsoft.com/dotnet/aspnet:6.0-jammy-chiseled", None, None, None),
    ("mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022", None, None, None),
    ("nginxinc/nginx-unprivileged:1.27-alpine", "101", 101, 101),
    ("haproxy:2.2", "", 0, 0),
    ("haproxy:2.8-alpine", "haproxy", 99, 99),
    ("jenkins/jenkins:lts", "jenkins", 1000, 1000),
    ("memcached:1.6-alpine", "memcache", 11211, 11211),
    ("wordpress:cli-php8.3", "www-data", 82, 82),
    ("wordpress:6", "", 0, 0),
    ("grafana/grafana:11.1.0", "472", 472, 0),
    ("prom/prometheus:v1.5.2", None, None, None),
    ("prom/prometheus:v2.50.0", "nobody", 65534, 65534),
    ("quay.io/jupyter/base-notebook", "1000", 1000, 100),
    ("registry.access.redhat.com/ubi9/nodejs-20:1", "1001", 1001, 0),
    ("registry.access.redhat.com/ubi9/openjdk-17-runtime", "185", 185, None),
    ("registry.access.redhat.com/ubi9/s2i-base", "", 0, 0),
    ("mcr.microsoft.com/mssql/server:2017-latest", None, None, None),
    ("mcr.microsoft.com/mssql/server:2022-latest", "mssql", 10001, None),
    ("docker:27-dind-rootless", "rootless", 1000, 1000),
    ("apache/airflow:2.9.1", "50000", 50000, 0),
    ("mambaorg/micromamba:1.5.8-jammy", None, None, None),
    ("someone/app:1.2-alpine", None, None, None),
    ("quay.io/quarkus/quarkus-micro-image:2.0", "", 0, 0),
    ("hexpm/elixir:1.16-erlang-26-debian-bookworm-20240130-slim", "", 0, 0),
    ("nvcr.io/nvidia/tritonserver:24.05-py3", "", 0, 0),
    ("heroku/heroku:22", "", 0, 0),
    ("heroku/heroku:24", None, None, None),
    ("n8nio/n8n:1.40.0", "node", 1000, 1000),
    ("n8nio/n8n:0.200.1", None, None, None),
    ("serversideup/php:8.3-fpm-alpine", "www-data", 82, 82),
    ("serversideup/php:8.3-cli", "www-data", 33, 33),
    ("gitea/gitea:1.21-rootless", "1000:1000", 1000, 1000),
    ("cm2network/steamcmd:root", "root", 0, 0),
    ("centos/python-38-centos7", "1001", 1001, 0),
    ("apachepulsar/pulsar:2.9.1", None, None, None),
    ("apachepulsar/pulsar:3.0.9", "10000", 10000, 0),
]


@pytest.mark.parametrize(("reference", "user", "uid", "gid"), USERS)
def test_the_configured_user(
    reference: str, user: str | None, uid: int | None, gid: int | None
) -> None:
    known = facts(reference)
    assert (known.user, known.uid, known.gid) == (user, uid, gid)


def test_whether_a_build_starts_as_root() -> None:
    assert facts("debian:12").is_root is True
    assert facts("gradle:8").is_root is True
    assert facts("jenkins/jenkins").is_root is False
    assert facts("odoo:17").is_root is False  # its uid is not known, but its name is
    assert facts("someone/app:alpine").is_root is None


ACCOUNTS = [
    ("node:20-alpine", "node", (1000, 1000)),
    ("node:8", "node", (1000, 1000)),
    ("node:6", "node", (1000, 1000)),
    ("node:6.3", "node", None),
    ("node:5", "node", None),
    ("node:4", "node", (1000, 1000)),
    ("node:0.12", "node", None),
    ("ubuntu:22.04", "ubuntu", None),
    ("ubuntu:kinetic", "ubuntu", None),
    ("ubuntu:23.04", "ubuntu", (1000, 1000)),
    ("ubuntu:noble", "ubuntu", (1000, 1000)),
    ("ubuntu:latest", "ubuntu", (1000, 1000)),
    (f"ubuntu@{DIGEST}", "ubuntu", None),
    ("eclipse-temurin:21-noble", "ubuntu", (1000, 1000)),
    ("gradle:8-jdk21-noble", "ubuntu", None),  # it makes room for its own
    ("gradle:8-jdk21-noble", "gradle", (1000, 1000)),
    ("php:8.3-apache", "www-data", (33, 33)),
    ("php:8.3-fpm-alpine", "www-data", (82, 82)),
    ("alpine:3.19", "www-data", None),
    ("debian:12", "www-data", (33, 33)),
    ("nginx:1.27-alpine", "nginx", (101, 101)),
    ("nginx:1.10", "nginx", None),
    ("postgres:16", "postgres", (999, 999)),
    ("postgres:16-alpine", "postgres", (70, 70)),
    ("mcr.microsoft.com/dotnet/sdk:8.0-alpine", "app", (1654, 1654)),
    ("mcr.microsoft.com/dotnet/sdk:6.0", "app", None),
    ("mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022", "app", None),
    ("gcr.io/distroless/static", "nonroot", (65532, 65532)),
    ("oven/bun:1", "bun", (1000, 1000)),
    ("mcr.microsoft.com/devcontainers/base:bookworm", "vscode", (1000, 1000)),
    ("mcr.microsoft.com/devcontainers/javascript-node:20-bookworm", "node", (1000, 1000)),
]


@pytest.mark.parametrize(("reference", "account", "ids"), ACCOUNTS)
def test_the_accounts_it_ships(reference: str, account: str, ids: tuple[int, int] | None) -> None:
    assert facts(reference).accounts.get(account) == ids


WORKDIRS = [
    ("debian:12", "/"),
    ("golang:1.22-alpine", "/go"),
    ("node:20", "/"),
    ("php:8.3-apache", "/var/www/html"),
    ("php:8.3-fpm-alpine", "/var/www/html"),
    ("php:8.3-cli", "/"),
    ("redis:7", "/data"),
    ("haproxy:2.6", "/"),
    ("haproxy:2.7", "/var/lib/haproxy"),
    ("tomcat:9", "/usr/local/tomcat"),
    ("composer:2", "/app"),
    ("gcr.io/distroless/static:nonroot", "/home/nonroot"),
    ("gcr.io/distroless/static", "/"),
    ("public.ecr.aws/lambda/nodejs:20", "/var/task"),
    ("mcr.microsoft.com/windows/servercore:ltsc2022", None),
    ("golang:1.25-windowsservercore-ltsc2022", None),
    ("someone/app:bookworm", None),
]


@pytest.mark.parametrize(("reference", "workdir"), WORKDIRS)
def test_the_working_directory(reference: str, workdir: str | None) -> None:
    assert facts(reference).workdir == workdir


SERVICES = [
    # reference, its CMD is a service, it gives root up by itself
    ("nginx:1.27", True, True),
    ("nginxinc/nginx-unprivileged", True, False),
    ("postgres:16-alpine", True, True),
    ("redis:7", True, True),
    ("php:8.3-apache", True, True),
    ("php:8.3-fpm-alpine", True, True),
    ("php:8.3-cli-alpine", False, False),
    ("influxdb:2.7", True, True),
    ("influxdb:1.8", True, False),
    ("phusion/baseimage:noble-1.0.2", True, True),
    ("lscr.io/linuxserver/code-server", True, True),
    ("jenkins/jenkins", True, False),
    ("public.ecr.aws/lambda/python:3.12", False, True),
    ("debian:12", False, False),
    ("python:3.12", False, False),
    ("node:20", False, False),
    ("docker:27-dind", True, False),
    ("docker:27-cli", False, False),
    ("someone/app:alpine", None, False),
    ("pgvector/pgvector:pg16", True, True),
    ("gitea/gitea:1.21", True, True),
    ("gitea/gitea:1.21-rootless", True, False),
    ("ghcr.io/home-assistant/amd64-base:3.19", True, True),
    ("webdevops/php-nginx:8.2", True, True),
    ("openresty/openresty:1.25.3.1-alpine", True, True),
    ("envoyproxy/envoy:v1.30-latest", True, True),
    ("envoyproxy/envoy:distroless-v1.30.1", True, False),
    ("keymetrics/pm2:18-alpine", True, False),
]


@pytest.mark.parametrize(("reference", "service", "drops"), SERVICES)
def test_services(reference: str, service: bool | None, drops: bool) -> None:
    known = facts(reference)
    assert (known.has_cmd, known.drops_privileges) == (service, drops)


COMMANDS = [
    # reference, there, not known to be there
    ("debian:12-slim", "useradd adduser bash", "curl wget git"),
    ("debian:13-slim", "useradd bash", "adduser addgroup"),
    ("debian:forky", "useradd", "adduser"),
    ("debian", "useradd", "adduser"),
    ("ubuntu:22.04", "useradd adduser", "curl"),
    ("ubuntu:24.04", "useradd", "adduser"),
    ("alpine:3.19", "adduser wget nc", "useradd bash curl"),
    ("python:3.12", "curl wget git gcc make python3 pip", "adduser sudo"),
    ("python:3.12-bookworm", "curl adduser", "sudo"),
    ("python:3.12-slim", "python3 pip", "curl wget git gcc"),
    ("python:3.12-alpine", "python3 wget", "curl gcc bash"),
    ("python:2.7", "python pip", "python3"),
    ("node:20", "node npm yarn git", ""),
    ("node:20-slim", "node npm yarn", "git curl"),
    ("node:26", "node npm", "yarn"),
    ("golang:1.22", "go git gcc curl", "unzip"),
    ("golang:1.22-alpine", "go wget", "git gcc"),
    ("ruby:3.3-slim", "ruby bundle", "gcc git"),
    ("buildpack-deps:bookworm-curl", "curl gpg", "git gcc"),
    ("buildpack-deps:bookworm-scm", "curl git", "gcc"),
    ("mcr.microsoft.com/dotnet/sdk:8.0", "dotnet git curl", ""),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", "dotnet", "git curl"),
    ("registry.access.redhat.com/ubi9/ubi-minimal", "curl", "useradd"),
    ("gcr.io/distroless/static", "", "bash useradd"),
    ("scratch", "", "bash"),
]


@pytest.mark.parametrize(("reference", "there", "open_"), COMMANDS)
def test_the_commands_it_brings(reference: str, there: str, open_: str) -> None:
    commands = facts(reference).commands
    assert set(there.split()) <= commands
    assert not set(open_.split()) & commands


PACKAGES = [
    ("python:3.12", "ca-certificates git gcc libc6-dev make openssh-client", "build-essential"),
    ("python:3.12-slim", "ca-certificates", "curl git"),
    ("node:20-slim", "", "ca-certificates curl"),
    ("golang:1.22", "ca-certificates git g++ pkg-config", "unzip"),
    ("php:8.3-apache", "ca-certificates curl gcc make", "git unzip"),
    ("debian:12", "", "ca-certificates"),
]


@pytest.mark.parametrize(("reference", "there", "open_"), PACKAGES)
def test_the_packages_it_brings(reference: str, there: str, open_: str) -> None:
    installed = facts(reference).installed
    assert set(there.split()) <= installed
    assert not set(open_.split()) & installed


ENVIRONMENT = [
    ("golang:1.22", "GOPATH", "/go"),
    ("rust:1-slim", "CARGO_HOME", "/usr/local/cargo"),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", "APP_UID", "1654"),
    ("mcr.microsoft.com/dotnet/aspnet:8.0", "ASPNETCORE_HTTP_PORTS", "8080"),
    ("mcr.microsoft.com/dotnet/aspnet:6.0", "APP_UID", None),
    ("mcr.microsoft.com/dotnet/aspnet:6.0", "ASPNETCORE_URLS", "http://+:80"),
    ("mcr.microsoft.com/dotnet/sdk:8.0", "ASPNETCORE_HTTP_PORTS", None),
    ("quay.io/jupyter/base-notebook", "NB_UID", "1000"),
    ("python:3.12", "PIP_NO_CACHE_DIR", None),
]


@pytest.mark.parametrize(("reference", "name", "value"), ENVIRONMENT)
def test_the_environment_it_sets(reference: str, name: str, value: str | None) -> None:
    assert facts(reference).env.get(name) == value


def test_the_shell_that_is_handed_on() -> None:
    assert facts("debian:12").shell_form == ()
    assert facts("quay.io/jupyter/base-notebook").shell_form == (
        "/bin/bash",
        "-o",
        "pipefail",
        "-c",
    )
    assert facts("odoo:17").shell_form is None
    assert facts("someone/app:alpine").shell_form is None


SAME = [
    ("public.ecr.aws/docker/library/python:3.11-slim-bookworm", "python:3.11-slim-bookworm"),
    ("mirror.gcr.io/library/alpine:3.19", "alpine:3.19"),
    ("mirror.gcr.io/jenkins/jenkins:lts", "jenkins/jenkins:lts"),
    ("index.docker.io/library/debian:12", "debian:12"),
    ("arm64v8/alpine:3.19", "alpine:3.19"),
    ("amd64/debian:bookworm-slim", "debian:bookworm-slim"),
    ("public.ecr.aws/ubuntu/ubuntu:noble", "ubuntu:noble"),
    ("registry.fedoraproject.org/fedora:40", "fedora:40"),
    ("mcr.microsoft.com/mirror/docker/library/ubuntu:22.04", "ubuntu:22.04"),
    ("docker.m.daocloud.io/library/python:3.12", "python:3.12"),
    ("ghcr.io/phusion/baseimage:noble-1.0.2", "phusion/baseimage:noble-1.0.2"),
    ("osrf/ros:humble", "ros:humble"),
]


@pytest.mark.parametrize(("mirror", "original"), SAME)
def test_a_mirror_is_the_image_itself(mirror: str, original: str) -> None:
    assert facts(mirror) == facts(original)
    assert facts(mirror) != unknown_facts()


def test_a_companys_proxy_may_have_set_a_user() -> None:
    known = facts("harbor.example.com/hub/library/node:20-alpine")
    assert (known.family, known.account_tools) == ("alpine", "busybox")
    assert known.accounts["node"] == (1000, 1000)
    assert known.user is None
    assert known.is_root is None


def test_of_a_namesake_only_the_system_is_known() -> None:
    known = facts("registry.example.com/python:3.11-slim-bookworm")
    assert known[:5] == ("debian", "bookworm", "apt", "dash", "shadow")
    assert known[5:] == unknown_facts()[5:]
    assert facts("registry.example.com/team/python:3.11") == unknown_facts()
    assert facts("registry.example.com/alpine").user is None


DIGESTS: list[tuple[str, dict[str, Any]]] = [
    # Any release of a system's own image, but no other system.
    (f"debian@{DIGEST}", {"family": "debian", "release": None, "packages": "apt", "user": ""}),
    (f"alpine@{DIGEST}", {"family": "alpine", "release": None, "account_tools": "busybox"}),
    # Any variant of the others.
    (f"python@{DIGEST}", {"family": "unknown", "packages": None, "shell": None}),
    (f"haproxy@{DIGEST}", {"user": None, "uid": None, "workdir": None}),
    (f"php@{DIGEST}", {"family": "unknown", "workdir": None, "drops_privileges": False}),
    # A tag in front of it settles that.
    (f"haproxy:2.8@{DIGEST}", {"user": "haproxy", "family": "debian"}),
    (f"alpine:3.24@{DIGEST}", {"release": "3.24"}),
]


@pytest.mark.parametrize(("reference", "expected"), DIGESTS)
def test_a_digest_alone_leaves_the_tag_open(reference: str, expected: dict[str, Any]) -> None:
    known = facts(reference)
    assert {name: getattr(known, name) for name in expected} == expected


@pytest.mark.parametrize("reference", [row[0] for row in SYSTEMS + BUILT_ON + USERS])
def test_facts_agree_with_each_other(reference: str) -> None:
    known = facts(reference)
    if known.shell == "none":
        assert known.packages == "none"
        assert known.account_tools == "none"
        assert not known.commands & {"bash", "useradd", "adduser"}
    if known.account_tools == "busybox":
        assert "useradd" not in known.commands
    if known.user in ("", "root", "0"):
        assert (known.uid, known.gid) == (0, 0)
    if known.family == "unknown":
        assert known.release is None
    if known.has_cmd is False:
        assert "nginx" not in known.commands


@pytest.mark.parametrize(
    ("text", "family", "release", "user"),
    [
        ("python:${VERSION}", "unknown", None, ""),
        ("python:${VERSION}-slim-bookworm", "debian", "bookworm", ""),
        ("python:3.${MINOR}-alpine3.20", "alpine", "3.20", ""),
        ("debian:$RELEASE", "debian", None, ""),
        ("jenkins/jenkins:${VERSION}-alpine", "alpine", None, "jenkins"),
        # some tag of these has another user
        ("mcr.microsoft.com/dotnet/aspnet:${VERSION}", "unknown", None, None),
        ("haproxy:${VERSION}", "unknown", None, None),
        # which image it is, is open
        ("${REGISTRY}/python:3", "unknown", None, None),
        ("python${VARIANT}", "unknown", None, None),
        ("localhost:$PORT/python:3", "unknown", None, None),
        ("Not/An image:$TAG", "unknown", None, None),
        ("$BASE", "unknown", None, None),
    ],
)
def test_what_holds_whatever_the_tag_is(
    text: str, family: str, release: str | None, user: str | None
) -> None:
    known = open_facts(text)
    assert (known.family, known.release, known.user) == (family, release, user)


def test_letter_case_does_not_matter() -> None:
    assert base_facts("library/Debian", "Bookworm") == facts("debian:bookworm")


def test_nothing_is_known_of_nothing() -> None:
    assert unknown_facts() == base_facts("someone/thing", "1.0")
    assert unknown_facts().is_root is None
