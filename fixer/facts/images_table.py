"""The table behind `fixer.facts.images`: literals only, so that its import costs next to nothing.

Keys are repositories: without a prefix for Docker's own images, `owner/name` for the rest of
Docker Hub, with the registry for all others. A row in `IMAGES` says what holds for every tag, a
change under `when` what holds where its condition does (see `images._holds` for the terms). A row
in `IMAGES` sets no user, works in `/`, runs no service and uses the builder's SHELL unless it says
otherwise; a row in `PREFIXES` leaves open what it does not say.

Sources: the Dockerfiles in the repositories of the images' makers (docker-library, nodejs,
adoptium, dotnet, jupyter, sclorg, bitnami, ...) as of 2026, and docker-library's record of what
every official tag was built from. `drops` stands for `drops_privileges`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypedDict

    class Row(TypedDict, total=False):
        """What is known of one repository."""

        os: str | None
        release: str | None
        pure: bool  # a system's own image: its tags are releases of that system
        named: bool  # the repository's name tells the system: `ubi9/ubi-minimal`
        packages: str | None
        shell: str | None
        account_tools: str
        user: str | None
        uid: int | None
        gid: int | None
        accounts: dict[str, tuple[int, int]]
        workdir: str | None
        has_cmd: bool | None
        drops: bool
        env: dict[str, str]
        commands: str  # words between blanks, as are those of `installed`
        installed: str
        shell_form: tuple[str, ...] | None
        when: tuple[tuple[str, Row], ...]


# Package tool, /bin/sh and account tools of a system as its own image ships it.
SYSTEMS: dict[str, tuple[str | None, str | None, str]] = {
    "debian": ("apt", "dash", "shadow"),
    "ubuntu": ("apt", "dash", "shadow"),
    "alpine": ("apk", "ash", "busybox"),
    "wolfi": ("apk", "ash", "busybox"),
    "fedora": ("dnf", "bash", "shadow"),
    "rhel": (None, "bash", "shadow"),
    "amazonlinux": (None, "bash", "none"),
    "photon": ("tdnf", "bash", "none"),
    "azurelinux": ("tdnf", "bash", "none"),
    "suse": ("zypper", "bash", "unknown"),  # Tumbleweed lost useradd in September 2023
    "arch": ("pacman", "bash", "shadow"),
    "busybox": ("none", "ash", "busybox"),
    "distroless": ("none", "none", "none"),
    "scratch": ("none", "none", "none"),
    "windows": ("none", "none", "none"),
}

SYSTEM_COMMANDS: dict[str, str] = {
    "debian": "awk bash find groupadd gzip perl runuser sed setpriv su tar useradd xargs",
    "ubuntu": "awk bash find groupadd gzip perl runuser sed setpriv su tar useradd xargs",
    "alpine": "addgroup adduser awk find gzip nc sed su tar unzip wget xargs",
    "busybox": "addgroup adduser awk find gzip nc sed su tar unzip wget xargs",
    "wolfi": "addgroup adduser",
    "fedora": "bash",
    "rhel": "bash",
    "amazonlinux": "bash",
    "photon": "bash",
    "suse": "bash",
    "arch": "bash",
}

SYSTEM_ACCOUNTS: dict[str, dict[str, tuple[int, int]]] = {
    "debian": {"www-data": (33, 33), "nobody": (65534, 65534)},
    "ubuntu": {"www-data": (33, 33), "nobody": (65534, 65534)},
    "alpine": {"nobody": (65534, 65534)},
}

DEBIAN_RELEASES: dict[int, str] = {
    6: "squeeze",
    7: "wheezy",
    8: "jessie",
    9: "stretch",
    10: "buster",
    11: "bullseye",
    12: "bookworm",
    13: "trixie",
    14: "forky",
}

UBUNTU_RELEASES: dict[tuple[int, int], str] = {
    (12, 4): "precise",
    (14, 4): "trusty",
    (14, 10): "utopic",
    (15, 4): "vivid",
    (15, 10): "wily",
    (16, 4): "xenial",
    (16, 10): "yakkety",
    (17, 4): "zesty",
    (17, 10): "artful",
    (18, 4): "bionic",
    (18, 10): "cosmic",
    (19, 4): "disco",
    (19, 10): "eoan",
    (20, 4): "focal",
    (20, 10): "groovy",
    (21, 4): "hirsute",
    (21, 10): "impish",
    (22, 4): "jammy",
    (22, 10): "kinetic",
    (23, 4): "lunar",
    (23, 10): "mantic",
    (24, 4): "noble",
    (24, 10): "oracular",
    (25, 4): "plucky",
    (25, 10): "questing",
    (26, 4): "resolute",
    (26, 10): "stonking",
}

# The perl commands adduser and addgroup went with Debian 13 and Ubuntu 23.04.
WITH_ADDUSER: frozenset[str] = frozenset(
    [name for number, name in DEBIAN_RELEASES.items() if number < 13]
    + [name for number, name in UBUNTU_RELEASES.items() if number < (23, 4)]
)

# Code names that mean something else in many tags: two are releases of ROS, one is a language.
AMBIGUOUS: frozenset[str] = frozenset({"cosmic", "disco", "groovy", "kinetic", "lunar", "precise"})
CODE_NAMES: dict[str, str] = {
    **dict.fromkeys((*DEBIAN_RELEASES.values(), "sid"), "debian"),
    **dict.fromkeys(UBUNTU_RELEASES.values(), "ubuntu"),
}
for _name in AMBIGUOUS:
    del CODE_NAMES[_name]

# Words of a name or a tag that stand for a system; the release may follow in the same word.
SYSTEM_WORDS: dict[str, str] = {
    "debian": "debian",
    "raspbian": "debian",
    "ubuntu": "ubuntu",
    "alpine": "alpine",
    "wolfi": "wolfi",
    "fedora": "fedora",
    "centos": "rhel",
    "stream": "rhel",
    "rocky": "rhel",
    "rockylinux": "rhel",
    "almalinux": "rhel",
    "oraclelinux": "rhel",
    "ol": "rhel",
    "rhel": "rhel",
    "el": "rhel",
    "ubi": "rhel",
    "al": "amazonlinux",
    "amzn": "amazonlinux",
    "amazonlinux": "amazonlinux",
    "azurelinux": "azurelinux",
    "mariner": "azurelinux",
    "leap": "suse",
    "tumbleweed": "suse",
    "archlinux": "arch",
    "busybox": "busybox",
    "nanoserver": "windows",
    "servercore": "windows",
    "windowsservercore": "windows",
    "ltsc": "windows",
}
# Of those, too short or too common to count without a release behind them.
NEEDS_RELEASE: frozenset[str] = frozenset(
    {"al", "amzn", "el", "leap", "ltsc", "ol", "rhel", "stream", "ubi"}
)
# And those that count in a tag, but not in a name that nothing is known of.
UNSURE: frozenset[str] = frozenset({"fedora", "mariner", "rocky", "tumbleweed"})
# Systems whose name in a tag may stand for their full or their minimal edition.
IN_EDITIONS: tuple[str, ...] = ("ubi", "ol", "oraclelinux", "rhel")

DOCKER_HUB: frozenset[str] = frozenset(
    {"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"}
)
# Docker's own images again, under the name of their architecture.
ARCHITECTURES: frozenset[str] = frozenset(
    {
        "amd64",
        "arm32v5",
        "arm32v6",
        "arm32v7",
        "arm64v8",
        "i386",
        "mips64le",
        "ppc64le",
        "riscv64",
        "s390x",
        "winamd64",
    }
)

# What lies behind these prefixes is Docker Hub itself.
MIRRORS: tuple[str, ...] = (
    "public.ecr.aws/docker/",
    "mirror.gcr.io/",
    "mcr.microsoft.com/mirror/docker/",
    "docker.m.daocloud.io/",
)

# The same image under another name.
ALIASES: dict[str, str] = {
    "public.ecr.aws/amazonlinux/amazonlinux": "amazonlinux",
    "public.ecr.aws/ubuntu/ubuntu": "ubuntu",
    "public.ecr.aws/debian/debian": "debian",
    "public.ecr.aws/nginx/nginx": "nginx",
    "registry.fedoraproject.org/fedora": "fedora",
    "quay.io/fedora/fedora": "fedora",
    "quay.io/fedora/fedora-minimal": "registry.fedoraproject.org/fedora-minimal",
    "quay.io/rockylinux/rockylinux": "rockylinux",
    "quay.io/almalinuxorg/almalinux": "almalinux",
    "quay.io/prometheus/prometheus": "prom/prometheus",
    "quay.io/prometheus/alertmanager": "prom/alertmanager",
    "quay.io/prometheus/node-exporter": "prom/node-exporter",
    "rockylinux/rockylinux": "rockylinux",
    "almalinux/8-base": "almalinux",
    "almalinux/9-base": "almalinux",
    "archlinux/archlinux": "archlinux",
    "archlinux/base": "archlinux",
    "base/archlinux": "archlinux",
    "redhat/ubi8": "registry.access.redhat.com/ubi8",
    "redhat/ubi9": "registry.access.redhat.com/ubi9",
    "redhat/ubi8-minimal": "registry.access.redhat.com/ubi8-minimal",
    "redhat/ubi9-minimal": "registry.access.redhat.com/ubi9-minimal",
    "redhat/ubi8-micro": "registry.access.redhat.com/ubi8-micro",
    "redhat/ubi9-micro": "registry.access.redhat.com/ubi9-micro",
    "quay.io/nginx/nginx-unprivileged": "nginxinc/nginx-unprivileged",
    "ghcr.io/nginxinc/nginx-unprivileged": "nginxinc/nginx-unprivileged",
    "public.ecr.aws/nginx/nginx-unprivileged": "nginxinc/nginx-unprivileged",
    "ghcr.io/nginx/nginx-unprivileged": "nginxinc/nginx-unprivileged",
    "public.ecr.aws/amazoncorretto/amazoncorretto": "amazoncorretto",
    "ghcr.io/phusion/baseimage": "phusion/baseimage",
    "ghcr.io/osgeo/gdal": "osgeo/gdal",
    "osrf/ros": "ros",
    "kong/kong": "kong",
    "nginx/unit": "unit",
    "clickhouse": "clickhouse/clickhouse-server",
    "yandex/clickhouse-server": "clickhouse/clickhouse-server",
    "emqx/emqx": "emqx",
    "devopsfaith/krakend": "krakend",
    "liquibase/liquibase": "liquibase",
    "fluentd": "fluent/fluentd",
    "loadimpact/k6": "grafana/k6",
    "quay.io/argoproj/argocd": "argoproj/argocd",
    "k8s.gcr.io/ingress-nginx/controller": "registry.k8s.io/ingress-nginx/controller",
    "icr.io/appcafe/open-liberty": "open-liberty",
    "icr.io/appcafe/websphere-liberty": "websphere-liberty",
    "jenkins/slave": "jenkins/agent",
    "jenkinsci/jnlp-slave": "jenkins/jnlp-slave",
    "hashicorp/vault": "vault",
    "hashicorp/consul": "consul",
    "jboss/wildfly": "quay.io/wildfly/wildfly",
    "registry.opensuse.org/opensuse/leap": "opensuse/leap",
    "registry.opensuse.org/opensuse/tumbleweed": "opensuse/tumbleweed",
}

# buildpack-deps in its three sizes, as far as all its Debian and Ubuntu releases agree.
_CURL = "ca-certificates curl gnupg netbase wget"
_SCM = _CURL + " git mercurial openssh-client procps subversion"
_FULL = _SCM + (
    " autoconf automake bzip2 dpkg-dev file g++ gcc imagemagick libbz2-dev libc6-dev"
    " libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev"
    " libjpeg-dev libkrb5-dev liblzma-dev libpng-dev libpq-dev libreadline-dev libsqlite3-dev"
    " libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev libyaml-dev make patch unzip"
    " xz-utils zlib1g-dev"
)
_CURL_COMMANDS = "curl gpg wget"
_SCM_COMMANDS = _CURL_COMMANDS + " git hg ps ssh ssh-keyscan svn"
_FULL_COMMANDS = _SCM_COMMANDS + (
    " autoconf automake bzip2 file g++ gcc make patch pkg-config unzip xz"
)
_ON_FULL: tuple[str, Row] = ("@debian !slim", {"installed": _FULL, "commands": _FULL_COMMANDS})

# Debian or Ubuntu, and a tag does not always tell which.
_APT: Row = {"packages": "apt", "shell": "dash", "account_tools": "shadow"}
_WWW: dict[str, tuple[int, int]] = {"www-data": (82, 82)}
_APACHE_OR_FPM: Row = {"workdir": "/var/www/html", "has_cmd": True, "drops": True}
_PHP_DEBIAN: Row = {
    "installed": "autoconf ca-certificates curl dpkg-dev file g++ gcc libc6-dev make pkg-config"
    " re2c xz-utils",
    "commands": "autoconf curl file g++ gcc make pkg-config xz",
}
_PHP_ALPINE: Row = {
    "installed": "ca-certificates curl openssl tar xz",
    "commands": "curl openssl xz",
    "accounts": _WWW,
}
# A web application on php:apache; its alpine variants run php-fpm.
_PHP_SITE: Row = {
    "os": "debian",
    "workdir": "/var/www/html",
    "has_cmd": True,
    "drops": True,
    "commands": "php",
    "when": (("@debian", _PHP_DEBIAN), ("@alpine", _PHP_ALPINE)),
}
_ELASTIC: Row = {
    "user": None,
    "workdir": None,
    "has_cmd": True,
    "shell_form": None,
}
_NONROOT: dict[str, tuple[int, int]] = {"nonroot": (65532, 65532)}
_DEVCONTAINER: Row = {
    **_APT,
    "user": "",
    "has_cmd": False,
    "commands": "curl git sudo wget",
}
_NOTEBOOK: Row = {
    "os": "ubuntu",
    "user": "1000",
    "uid": 1000,
    "gid": 100,
    "accounts": {"jovyan": (1000, 100)},
    "workdir": "/home/jovyan",
    "has_cmd": True,
    "env": {
        "CONDA_DIR": "/opt/conda",
        "NB_USER": "jovyan",
        "NB_UID": "1000",
        "NB_GID": "100",
        "HOME": "/home/jovyan",
    },
    "commands": "conda mamba pip python python3",
    "shell_form": ("/bin/bash", "-o", "pipefail", "-c"),
}
_DOTNET_DEPS: Row = {
    "user": "",
    "workdir": "/",
    "has_cmd": False,
    "shell_form": (),
    "env": {"DOTNET_RUNNING_IN_CONTAINER": "true"},
    "when": (
        # The system of a tag that names none is fixed for each release of .NET.
        ("<3", {"os": "debian", "release": "stretch"}),
        (">=3 <6", {"os": "debian", "release": "buster"}),
        (">=6 <8", {"os": "debian", "release": "bullseye"}),
        (">=8 <10", {"os": "debian", "release": "bookworm"}),
        (">=10", {"os": "ubuntu"}),
        (">=10 <11", {"os": "ubuntu", "release": "noble"}),
        (">=8 !@windows", {"accounts": {"app": (1654, 1654)}, "env": {"APP_UID": "1654"}}),
        ("@distroless", {"user": None}),
        (">=8 @distroless", {"user": "1654", "uid": 1654, "gid": 1654}),
    ),
}
_DOTNET: Row = {
    **_DOTNET_DEPS,
    "commands": "dotnet",
    "when": (
        *_DOTNET_DEPS["when"],
        ("<8", {"env": {"ASPNETCORE_URLS": "http://+:80"}}),
        (">=8", {"env": {"ASPNETCORE_HTTP_PORTS": "8080"}}),
    ),
}
_GIT_AND_CO: Row = {"installed": "ca-certificates curl git wget", "commands": "curl git wget"}
_DOTNET_SDK: Row = {
    **_DOTNET_DEPS,
    "commands": "dotnet",
    "when": (*_DOTNET_DEPS["when"], ("@debian", _GIT_AND_CO), ("@ubuntu", _GIT_AND_CO)),
}
_WINDOWS: Row = {"os": "windows", "pure": True}
# The platform runs these under a user of its own, whatever the image says.
_LAMBDA: Row = {
    "os": "amazonlinux",
    "packages": None,
    "user": "",
    "workdir": "/var/task",
    "has_cmd": False,
    "drops": True,
    "shell_form": (),
}
_LAMBDA_OLD: Row = {"os": "amazonlinux", "packages": "yum"}
_LAMBDA_2023: Row = {"os": "amazonlinux", "release": "2023", "packages": "dnf"}
_LAMBDA_PYTHON: Row = {
    **_LAMBDA,
    "commands": "pip python",
    "when": (("<3.12", _LAMBDA_OLD), (">=3.12", _LAMBDA_2023)),
}
_LAMBDA_NODE: Row = {
    **_LAMBDA,
    "commands": "node npm",
    "when": (("<20", _LAMBDA_OLD), (">=20", _LAMBDA_2023)),
}
# Images of Red Hat that are more than the system: of which edition is not always clear.
_S2I: Row = {"os": "rhel", "named": True, "packages": None, "account_tools": "unknown"}
_S2I_CORE: Row = {**_S2I, "user": "", "workdir": "/opt/app-root/src", "has_cmd": False}
_S2I_APP: Row = {**_S2I, "user": "1001", "uid": 1001, "gid": 0, "workdir": "/opt/app-root/src"}
_S2I_JAVA: Row = {**_S2I, "user": "185", "uid": 185, "commands": "java"}
_UBI: Row = {
    "os": "rhel",
    "named": True,
    "user": "",
    "workdir": "/",
    "has_cmd": False,
    "shell_form": (),
}
_MINICONDA: Row = {
    "os": "debian",
    "workdir": None,
    "env": {},
    "commands": "bzip2 conda git pip python wget",
    "when": (("@debian", {"installed": "bzip2 ca-certificates git wget"}),),
}
_DISTROLESS: Row = {
    "named": True,
    "os": "distroless",
    "user": "0",
    "workdir": "/",
    "has_cmd": False,
    "accounts": {"nobody": (65534, 65534), **_NONROOT},
    "shell_form": (),
    "when": (
        ("nonroot", {"user": "65532", "uid": 65532, "gid": 65532, "workdir": "/home/nonroot"}),
    ),
}
_CHAINGUARD: Row = {
    "os": "distroless",
    "accounts": _NONROOT,
    "has_cmd": None,
    "when": (("dev", {"os": "wolfi"}),),
}
_CHAINGUARD_NONROOT: Row = {
    **_CHAINGUARD,
    "user": "65532",
    "uid": 65532,
    "gid": 65532,
}
_BITNAMI: Row = {"user": None, "has_cmd": None}
_BITNAMI_SERVICE: Row = {"user": "1001", "uid": 1001, "gid": 0, "has_cmd": True}
_PROM: Row = {
    "os": "busybox",
    "user": "nobody",
    "uid": 65534,
    "gid": 65534,
    "workdir": None,
    "has_cmd": True,
}
# An init system or a supervisor is its process, and runs the services as their users.
_SUPERVISED: Row = {"named": True, "user": "", "has_cmd": True, "drops": True}
# On PostgreSQL's own image, whose entrypoint goes on as postgres.
_POSTGRES: Row = {
    "os": "debian",
    "has_cmd": True,
    "drops": True,
    "when": (
        ("@debian", {"accounts": {"postgres": (999, 999)}}),
        ("@alpine", {"accounts": {"postgres": (70, 70)}}),
    ),
}
_S2I_CENTOS: Row = {**_S2I_APP, "release": "7"}
# On ubi-micro: a shell, but no tool for packages or accounts.
_QUARKUS_MICRO: Row = {
    "os": "rhel",
    "packages": "none",
    "account_tools": "none",
    "workdir": None,
}
_LINUXSERVER: Row = {"named": True, "user": "", "has_cmd": True, "drops": True}

IMAGES: dict[str, Row] = {
    # Systems
    "scratch": {"os": "scratch", "pure": True},
    "debian": {"os": "debian", "pure": True},
    "ubuntu": {"os": "ubuntu", "pure": True},
    "ubuntu-debootstrap": {"os": "ubuntu", "pure": True},
    "neurodebian": {"os": "debian"},
    "alpine": {"os": "alpine", "pure": True},
    "busybox": {"os": "busybox", "pure": True},
    "fedora": {"os": "fedora", "pure": True, "commands": "curl"},
    "registry.fedoraproject.org/fedora-minimal": {
        "os": "fedora",
        "pure": True,
        "packages": "microdnf",
        "account_tools": "unknown",  # 38 had no useradd, 39 has
    },
    "centos": {
        "os": "rhel",
        "pure": True,
        "commands": "curl",
        "when": (("~^latest$", {"os": "rhel", "release": "8"}),),  # there will be no other
    },
    "rockylinux": {"os": "rhel", "pure": True, "commands": "curl"},
    "almalinux": {"os": "rhel", "pure": True, "commands": "curl"},
    "oraclelinux": {
        "os": "rhel",
        "pure": True,
        "when": (("slim !7", {"packages": "microdnf"}),),
    },
    "sl": {"os": "rhel", "pure": True},
    "clefos": {"os": "rhel", "pure": True},
    "amazonlinux": {
        "os": "amazonlinux",
        "pure": True,
        "commands": "curl",
        "when": (("~^latest$", {"packages": "dnf"}),),
    },
    "photon": {"os": "photon", "pure": True},
    "archlinux": {"os": "arch", "pure": True},
    "opensuse": {"os": "suse", "pure": True},
    "opensuse/leap": {"os": "suse", "pure": True},
    "opensuse/tumbleweed": {"os": "suse", "pure": True},
    "kalilinux/kali-rolling": {"os": "debian"},
    "kalilinux/kali-linux-docker": {"os": "debian"},
    "gliderlabs/alpine": {"os": "alpine", "pure": True},
    "frolvlad/alpine-glibc": {"os": "alpine"},
    "mhart/alpine-node": {"os": "alpine", "commands": "node"},
    "hello-world": {"os": "scratch"},
    "bash": {"os": "alpine", "commands": "bash"},
    "phusion/baseimage": {"os": "ubuntu", "has_cmd": True, "drops": True, "workdir": None},
    "bitnami/minideb": {"os": "debian", "commands": "install_packages"},
    "buildpack-deps": {
        "os": "debian",
        "when": (
            ("curl @debian", {"installed": _CURL, "commands": _CURL_COMMANDS}),
            ("scm @debian", {"installed": _SCM, "commands": _SCM_COMMANDS}),
            ("!curl !scm @debian", {"installed": _FULL, "commands": _FULL_COMMANDS}),
            ("curl @ubuntu", {"installed": _CURL, "commands": _CURL_COMMANDS}),
            ("scm @ubuntu", {"installed": _SCM, "commands": _SCM_COMMANDS}),
            ("!curl !scm @ubuntu", {"installed": _FULL, "commands": _FULL_COMMANDS}),
        ),
    },
    # Languages
    "python": {
        "os": "debian",
        "commands": "pip python",
        "when": (
            _ON_FULL,
            (">=3 !@windows", {"commands": "pip3 python3"}),
            ("@debian slim", {"installed": "ca-certificates netbase"}),
            ("@alpine", {"installed": "ca-certificates"}),
        ),
    },
    "pypy": {"os": "debian", "when": (_ON_FULL,)},
    "node": {
        "os": "debian",
        "commands": "node npm",
        "when": (
            _ON_FULL,
            (">=4.6 <5", {"accounts": {"node": (1000, 1000)}}),
            (">=6.5", {"accounts": {"node": (1000, 1000)}}),
            (">=6.5 <26", {"commands": "npx yarn"}),
        ),
    },
    "iojs": {"os": "debian", "when": (_ON_FULL,)},
    "golang": {
        "os": "debian",
        "workdir": "/go",
        "env": {"GOPATH": "/go"},
        "commands": "go gofmt",
        "when": (
            (
                "@debian",
                {
                    "installed": _SCM + " g++ gcc libc6-dev make pkg-config",
                    "commands": _SCM_COMMANDS + " g++ gcc make pkg-config",
                },
            ),
            ("@alpine", {"installed": "ca-certificates"}),
        ),
    },
    "rust": {
        "os": "debian",
        "env": {"CARGO_HOME": "/usr/local/cargo", "RUSTUP_HOME": "/usr/local/rustup"},
        "commands": "cargo rustc rustup",
        "when": (
            _ON_FULL,
            (
                "@debian slim",
                {"installed": "ca-certificates gcc libc6-dev", "commands": "gcc"},
            ),
            ("@alpine", {"installed": "ca-certificates gcc", "commands": "gcc"}),
        ),
    },
    "ruby": {
        "os": "debian",
        "env": {"GEM_HOME": "/usr/local/bundle", "BUNDLE_APP_CONFIG": "/usr/local/bundle"},
        "commands": "bundle gem ruby",
        "when": (_ON_FULL, ("@debian slim", {"installed": "ca-certificates"})),
    },
    "jruby": {"os": None, "commands": "bundle gem java jruby"},
    "rails": {"os": "debian", "commands": "bundle gem rails ruby"},
    "django": {"os": "debian", "commands": "pip python"},
    "php": {
        "os": "debian",
        "env": {"PHP_INI_DIR": "/usr/local/etc/php"},
        "commands": "docker-php-ext-install pecl php",
        "when": (
            ("@debian", _PHP_DEBIAN),
            ("@alpine", _PHP_ALPINE),
            ("apache", _APACHE_OR_FPM),
            ("fpm", _APACHE_OR_FPM),
        ),
    },
    "dunglas/frankenphp": {
        "os": "debian",
        "workdir": "/app",
        "has_cmd": True,
        "env": {
            "PHP_INI_DIR": "/usr/local/etc/php",
            "XDG_CONFIG_HOME": "/config",
            "XDG_DATA_HOME": "/data",
        },
        "commands": "docker-php-ext-install frankenphp install-php-extensions pecl php",
        "when": (
            ("@debian", _PHP_DEBIAN),
            ("@alpine", _PHP_ALPINE),
            ("builder", {"has_cmd": False, "workdir": None}),
            ("static", {"os": None}),
        ),
    },
    "composer": {
        "os": "alpine",
        "workdir": "/app",
        "env": {"COMPOSER_ALLOW_SUPERUSER": "1", "COMPOSER_HOME": "/tmp"},
        "commands": "bash composer git php unzip",
    },
    "perl": {
        "os": "debian",
        "workdir": None,  # /root, later /usr/src/app
        "commands": "cpan perl",
        "when": (_ON_FULL,),
    },
    "gcc": {"os": "debian", "installed": _FULL, "commands": _FULL_COMMANDS},
    "erlang": {"os": "debian", "commands": "erl", "when": (_ON_FULL,)},
    "elixir": {"os": "debian", "commands": "elixir erl iex mix", "when": (_ON_FULL,)},
    "haskell": {"os": "debian", "commands": "cabal ghc stack"},
    "julia": {"os": "debian", "commands": "julia"},
    "r-base": {
        "os": "debian",
        "accounts": {"docker": (1000, 1000)},
        "commands": "R Rscript",
        "workdir": None,
    },
    "rocker/r-ver": {
        "os": "ubuntu",
        "workdir": None,
        "commands": "R Rscript",
        "when": (("<4", {"os": "debian"}),),
    },
    "swift": {"os": "ubuntu", "commands": "swift"},
    "dart": {"os": "debian", "workdir": "/root", "commands": "dart"},
    "google/dart": {"os": "debian", "workdir": None, "commands": "dart"},
    "mono": {"os": "debian", "commands": "mono"},
    "clojure": {"os": "debian", "workdir": "/tmp", "commands": "java"},
    "groovy": {
        "os": None,
        "user": "groovy",
        "uid": 1000,
        "gid": 1000,
        "workdir": "/home/groovy",
        "commands": "groovy java",
    },
    "oven/bun": {
        "os": "debian",
        "workdir": "/home/bun/app",
        "accounts": {"bun": (1000, 1000)},
        "commands": "bun bunx",
    },
    "denoland/deno": {
        "os": "debian",
        "env": {"DENO_DIR": "/deno-dir/"},
        "commands": "deno",
        "when": (
            ("bin", {"os": "scratch"}),
            ("@debian", {"accounts": {"deno": (1993, 1993)}}),
            ("@ubuntu", {"accounts": {"deno": (1993, 1993)}}),
            ("@alpine", {"accounts": {"deno": (1000, 1000)}}),
        ),
    },
    "ghcr.io/astral-sh/uv": {
        "os": "scratch",
        "when": (
            ("~^python", {"os": "debian", "commands": "pip python python3"}),
            ("!@scratch", {"commands": "uv uvx"}),
        ),
    },
    "golangci/golangci-lint": {
        "os": "debian",
        "workdir": "/go",
        "env": {"GOPATH": "/go"},
        "commands": "go golangci-lint",
    },
    "lukemathwalker/cargo-chef": {
        "os": "debian",
        "workdir": None,
        "env": {"CARGO_HOME": "/usr/local/cargo", "RUSTUP_HOME": "/usr/local/rustup"},
        "commands": "cargo cargo-chef rustc rustup",
    },
    "emscripten/emsdk": {"os": "ubuntu", "workdir": "/src", "commands": "emcc node python3"},
    # Java
    "openjdk": {
        # From 12 on a tag without a system is Oracle Linux, before that Debian.
        "os": "debian",
        "commands": "java",
        "when": (
            (">=12 !slim", {"os": "rhel"}),
            ("~oracle", {"os": "rhel"}),
            (">=17 @rhel !oraclelinux7", {"packages": "microdnf", "account_tools": "shadow"}),
        ),
    },
    "java": {"os": "debian", "commands": "java"},
    "eclipse-temurin": {
        "os": "ubuntu",
        "env": {"JAVA_HOME": "/opt/java/openjdk"},
        "commands": "java",
        "when": (
            ("@ubuntu", {"installed": "ca-certificates fontconfig locales tzdata"}),
            ("@ubuntu noble", {"accounts": {"ubuntu": (1000, 1000)}}),
        ),
    },
    "adoptopenjdk": {"os": "ubuntu", "commands": "java"},
    "adoptopenjdk/openjdk8": {"os": "ubuntu", "commands": "java"},
    "adoptopenjdk/openjdk11": {"os": "ubuntu", "commands": "java"},
    "amazoncorretto": {"os": "amazonlinux", "commands": "java"},
    "ibm-semeru-runtimes": {"os": "ubuntu", "commands": "java"},
    "ibmjava": {"os": "ubuntu", "commands": "java", "when": (("sfj", {"os": None}),)},
    "sapmachine": {"os": "ubuntu", "commands": "java"},
    "azul/zulu-openjdk": {"os": "ubuntu", "workdir": None, "commands": "java"},
    "azul/zulu-openjdk-alpine": {"os": "alpine", "workdir": None, "commands": "java"},
    "azul/zulu-openjdk-debian": {"os": "debian", "workdir": None, "commands": "java"},
    "maven": {
        # Built on many JDKs; the vendor's word tells the system. Eclipse Temurin since 3.9.
        "os": None,
        "env": {"MAVEN_HOME": "/usr/share/maven"},
        "commands": "java mvn",
        "when": (
            (">=3.9 ~^(latest|[\\d.]+)$", {"os": "ubuntu"}),
            ("temurin", {"os": "ubuntu"}),
            ("ibmjava", {"os": "ubuntu"}),
            ("sapmachine", {"os": "ubuntu"}),
            ("corretto", {"os": "amazonlinux"}),
            ("amazoncorretto", {"os": "amazonlinux"}),
            ("~-(open)?jdk-([6-9]|1[01])\\b", {"os": "debian"}),
            ("~-(open)?jdk-(1[2-9]|2\\d)$", {"os": "rhel"}),
            ("~-(open)?jdk-.*slim", {"os": "debian"}),
            (">=3.9 temurin @ubuntu", {"commands": "curl git"}),
        ),
    },
    "gradle": {
        "os": None,
        "user": None,
        "workdir": "/home/gradle",
        "accounts": {"gradle": (1000, 1000)},
        "env": {"GRADLE_HOME": "/opt/gradle"},
        "commands": "gradle java",
        **_APT,
        "when": (
            (">=6", {"user": "root"}),
            (">=7", {"os": "ubuntu"}),
            ("~corretto", {"os": "amazonlinux"}),
            ("~graal", {"os": "rhel"}),
            (">=7 @ubuntu", {"installed": "git unzip wget", "commands": "git unzip wget"}),
        ),
    },
    "tomcat": {
        "os": None,
        "workdir": "/usr/local/tomcat",
        "has_cmd": True,
        "env": {"CATALINA_HOME": "/usr/local/tomcat"},
        "commands": "java",
        **_APT,
        "when": (
            ("<8", {"os": "debian"}),
            # The rolling tags moved from Debian's OpenJDK to Temurin late in 2021.
            ("~^((8\\.5|9|1\\d)(\\.\\d)?|latest|jdk\\d+|jre\\d+)($|-j)", {"os": "ubuntu"}),
            ("temurin", {"os": "ubuntu"}),
            ("openjdk", {"os": "debian"}),
            ("slim", {"os": "debian"}),
            ("corretto", {"os": "amazonlinux"}),
            ("oracle", {"os": "rhel"}),
        ),
    },
    "jetty": {
        "os": None,
        "user": None,
        "workdir": "/var/lib/jetty",
        "has_cmd": True,
        "when": ((">=10", {"user": "jetty", "uid": 999, "gid": 999}),),
    },
    "open-liberty": {
        "os": "ubuntu",
        "user": "1001",
        "uid": 1001,
        "gid": 0,
        "workdir": None,
        "has_cmd": True,
    },
    "websphere-liberty": {
        "os": "ubuntu",
        "user": "1001",
        "uid": 1001,
        "gid": 0,
        "workdir": None,
        "has_cmd": True,
    },
    "quay.io/wildfly/wildfly": {
        "os": "rhel",
        "user": "jboss",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
    },
    # Servers of web pages
    "nginx": {
        "os": "debian",
        "has_cmd": True,
        "drops": True,
        "commands": "nginx",
        "when": (
            (">=1.18", {"accounts": {"nginx": (101, 101)}}),
            (
                ">=1.21 @debian",
                {"installed": "ca-certificates curl", "commands": "curl envsubst"},
            ),
        ),
    },
    "nginxinc/nginx-unprivileged": {
        "os": "debian",
        "user": "101",
        "uid": 101,
        "gid": 101,
        "accounts": {"nginx": (101, 101)},
        "has_cmd": True,
        "commands": "nginx",
    },
    "httpd": {
        "os": "debian",
        "workdir": "/usr/local/apache2",
        "has_cmd": True,
        "drops": True,
        "env": {"HTTPD_PREFIX": "/usr/local/apache2"},
        "commands": "httpd",
        "when": (("@alpine", {"accounts": _WWW}),),
    },
    "caddy": {
        "os": "alpine",
        "workdir": None,
        "has_cmd": True,
        "commands": "caddy",
        "when": (("builder", {"has_cmd": False}),),
    },
    "traefik": {
        "os": "alpine",
        "has_cmd": True,
        "when": (("<2", {"os": "scratch"}),),
    },
    "haproxy": {
        "os": "debian",
        "user": "haproxy",
        "has_cmd": True,
        "commands": "haproxy",
        "when": (
            ("<2.3", {"user": ""}),
            (">=2.4", {"uid": 99, "gid": 99, "accounts": {"haproxy": (99, 99)}}),
            (">=2.7", {"workdir": "/var/lib/haproxy"}),
        ),
    },
    "varnish": {"os": None, "user": None, "workdir": "/etc/varnish", "has_cmd": True},
    "kong": {"os": None, "user": "kong", "workdir": None, "has_cmd": True},
    # Databases and brokers
    "postgres": _POSTGRES,
    "postgis/postgis": _POSTGRES,
    "pgvector/pgvector": _POSTGRES,
    "ankane/pgvector": _POSTGRES,
    "citusdata/citus": _POSTGRES,
    "debezium/postgres": _POSTGRES,
    "timescale/timescaledb": {"os": "alpine", "has_cmd": True, "drops": True},
    "mysql": {
        "os": None,
        "has_cmd": True,
        "drops": True,
        "when": (
            (">=8.1", {"os": "rhel"}),
            ("oracle", {"os": "rhel"}),
            ("~^8(\\.0)?$", {"os": "rhel"}),
            (
                "@rhel",
                {
                    "packages": "microdnf",
                    "account_tools": "shadow",
                    "accounts": {"mysql": (999, 999)},
                    "commands": "curl",
                },
            ),
        ),
    },
    "mariadb": {
        "os": "ubuntu",
        "has_cmd": True,
        "drops": True,
        "when": (("<10.2", {"os": None}),),
    },
    "mongo": {
        "os": "ubuntu",
        "has_cmd": True,
        "drops": True,
        "when": (
            ("<3.6", {"os": "debian"}),
            ("!@windows", {"accounts": {"mongodb": (999, 999)}}),
        ),
    },
    "redis": {
        "os": "debian",
        "workdir": "/data",
        "has_cmd": True,
        "drops": True,
        "commands": "redis-cli redis-server",
        "when": (("@debian", {"accounts": {"redis": (999, 999)}}),),
    },
    "valkey/valkey": {"os": "debian", "workdir": "/data", "has_cmd": True, "drops": True},
    "memcached": {
        "os": "debian",
        "user": "memcache",
        "has_cmd": True,
        "commands": "memcached",
        "when": ((">=1.6", {"uid": 11211, "gid": 11211}),),
    },
    "rabbitmq": {
        "os": "ubuntu",
        "has_cmd": True,
        "drops": True,
        "when": (("<3.8", {"os": "debian"}),),
    },
    "cassandra": {"os": None, "has_cmd": True, "drops": True},
    "couchdb": {"os": "debian", "has_cmd": True, "drops": True, "workdir": None},
    "neo4j": {"os": None, "has_cmd": True, "drops": True, "workdir": "/var/lib/neo4j"},
    "influxdb": {
        "os": "debian",
        "has_cmd": True,
        "drops": True,
        "when": (("<2", {"drops": False}),),
    },
    "telegraf": {"os": "debian", "has_cmd": True, "drops": True},
    "zookeeper": {"os": None, "has_cmd": True, "drops": True, "workdir": None},
    "solr": {
        "os": None,
        "user": "8983",
        "uid": 8983,
        "gid": 8983,
        "accounts": {"solr": (8983, 8983)},
        "workdir": None,
        "has_cmd": True,
        "when": (
            (">=9", {"os": "ubuntu"}),
            ("<9", {"user": "solr"}),
        ),
    },
    "flink": {"os": None, "has_cmd": True, "drops": True, "workdir": "/opt/flink"},
    "spark": {
        "os": "ubuntu",
        "user": "spark",
        "uid": 185,
        "gid": 185,
        "workdir": "/opt/spark/work-dir",
        "has_cmd": None,
    },
    "eclipse-mosquitto": {"os": "alpine", "has_cmd": True, "drops": True},
    "nats": {"os": "scratch", "has_cmd": True},
    "rethinkdb": {"os": "debian", "workdir": "/data", "has_cmd": True},
    "elasticsearch": _ELASTIC,
    "kibana": _ELASTIC,
    "logstash": _ELASTIC,
    # Applications
    "wordpress": {
        **_PHP_SITE,
        "when": (
            *_PHP_SITE["when"],
            ("cli", {"os": "alpine"}),
            ("cli @alpine", {"accounts": _WWW}),
            (
                "cli",
                {
                    "user": "www-data",
                    "uid": 82,
                    "gid": 82,
                    "has_cmd": False,
                    "drops": False,
                    "workdir": "/var/www/html",
                },
            ),
        ),
    },
    "drupal": {**_PHP_SITE, "workdir": None},
    "joomla": _PHP_SITE,
    "nextcloud": _PHP_SITE,
    "matomo": _PHP_SITE,
    "phpmyadmin": _PHP_SITE,
    "adminer": {"os": "alpine", "user": "adminer", "workdir": "/var/www/html", "has_cmd": True},
    "ghost": {
        "os": "debian",
        "workdir": "/var/lib/ghost",
        "has_cmd": True,
        "drops": True,
        "accounts": {"node": (1000, 1000)},
        "commands": "node npm",
    },
    "odoo": {
        "os": "debian",
        "user": "odoo",
        "has_cmd": True,
        "shell_form": None,  # some releases set bash with pipefail
        "when": ((">=17", {"os": "ubuntu"}),),
    },
    "sonarqube": {
        "os": None,
        "user": None,
        "workdir": None,
        "has_cmd": True,
        "when": ((">=10", {"os": "ubuntu", "user": "sonarqube", "uid": 1000, "gid": 0}),),
    },
    "registry": {"os": "alpine", "has_cmd": True},
    "vault": {"os": "alpine", "has_cmd": True, "drops": True},
    "consul": {"os": "alpine", "has_cmd": True, "drops": True},
    "docker": {
        "os": "alpine",
        "has_cmd": None,
        "commands": "docker",
        "when": (
            ("cli", {"has_cmd": False}),
            ("dind", {"has_cmd": True}),
            ("git", {"has_cmd": False, "commands": "git"}),
            (
                "rootless",
                {
                    "user": "rootless",
                    "uid": 1000,
                    "gid": 1000,
                    "accounts": {"rootless": (1000, 1000)},
                },
            ),
        ),
    },
    "jenkins/jenkins": {
        "os": "debian",
        "user": "jenkins",
        "uid": 1000,
        "gid": 1000,
        "accounts": {"jenkins": (1000, 1000)},
        "has_cmd": True,
        "env": {"JENKINS_HOME": "/var/jenkins_home"},
        "commands": "curl git java",
    },
    "jenkins": {
        "os": "debian",
        "user": "jenkins",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
        "env": {"JENKINS_HOME": "/var/jenkins_home"},
    },
    "jenkins/agent": {
        "os": "debian",
        "user": "jenkins",
        "uid": 1000,
        "gid": 1000,
        "workdir": "/home/jenkins",
        "commands": "git java",
    },
    "jenkins/inbound-agent": {
        "os": "debian",
        "user": "jenkins",
        "uid": 1000,
        "gid": 1000,
        "workdir": "/home/jenkins",
        "has_cmd": True,
        "commands": "git java",
    },
    "jenkins/jnlp-slave": {
        "os": None,
        "user": "jenkins",
        "uid": None,
        "workdir": None,
        "has_cmd": True,
    },
    "jenkins/ssh-agent": {"os": "debian", "has_cmd": True, "drops": True, "workdir": None},
    "grafana/grafana": {
        "os": "alpine",
        "user": "472",
        "uid": 472,
        "gid": 0,
        "workdir": "/usr/share/grafana",
        "has_cmd": True,
        "when": (("<8", {"os": None, "user": None, "uid": None, "gid": None}),),
    },
    "prom/prometheus": {
        **_PROM,
        "when": (
            ("<2", {"user": None, "uid": None, "gid": None}),
            ("distroless", {"user": None, "uid": None, "gid": None}),
        ),
    },
    "prom/alertmanager": {
        **_PROM,
        "when": (("<0.16", {"user": None, "uid": None, "gid": None}),),
    },
    "prom/node-exporter": {
        **_PROM,
        "when": (("<0.16", {"user": None, "uid": None, "gid": None}),),
    },
    "curlimages/curl": {
        "os": "alpine",
        "user": "curl_user",
        "uid": 100,
        "gid": 101,
        "workdir": None,
        "commands": "curl",
    },
    "squidfunk/mkdocs-material": {"os": "alpine", "workdir": "/docs", "commands": "mkdocs pip"},
    "ollama/ollama": {"os": "ubuntu", "has_cmd": True},
    "alpine/git": {"os": "alpine", "workdir": "/git", "commands": "git"},
    "hashicorp/terraform": {"os": "alpine", "commands": "git terraform"},
    "hashicorp/packer": {"os": None, "workdir": None},
    "amazon/aws-cli": {"os": "amazonlinux", "workdir": "/aws", "commands": "aws"},
    "google/cloud-sdk": {
        "os": "debian",
        "workdir": None,
        "commands": "gcloud",
    },
    "gcr.io/google.com/cloudsdktool/cloud-sdk": {
        "os": "debian",
        "workdir": None,
        "commands": "gcloud",
    },
    "gcr.io/google.com/cloudsdktool/google-cloud-cli": {
        "os": "debian",
        "workdir": None,
        "commands": "gcloud",
    },
    "tonistiigi/xx": {"os": "scratch"},
    "gcr.io/kaniko-project/executor": {"os": "scratch", "workdir": None},
    "apache/airflow": {
        "os": "debian",
        "user": "50000",
        "uid": 50000,
        "gid": 0,
        "workdir": "/opt/airflow",
        "has_cmd": True,
        "commands": "airflow pip python",
        "shell_form": None,  # bash with pipefail and more
        "when": (
            ("<2", {"user": None, "uid": None, "gid": None}),
            (">=2.2", {"accounts": {"airflow": (50000, 0)}}),
        ),
    },
    "selenium/standalone-chrome": {"user": "1200", "uid": 1200, "gid": 1201, "workdir": None},
    # More that run as a user of their own
    "apache/superset": {"os": "debian", "user": "superset", "workdir": "/app", "has_cmd": True},
    "apache/spark": {
        "os": "ubuntu",
        "user": "185",
        "uid": 185,
        "workdir": "/opt/spark/work-dir",
        "has_cmd": None,
    },
    "apache/spark-py": {
        "os": None,
        "user": "185",
        "uid": 185,
        "workdir": "/opt/spark/work-dir",
        "has_cmd": None,
    },
    "apache/kafka": {"os": "alpine", "user": "appuser", "workdir": None, "has_cmd": True},
    "apache/nifi": {
        "os": None,
        "user": "nifi",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
    },
    "apache/zeppelin": {"os": "ubuntu", "user": "1000", "uid": 1000, "workdir": None},
    "apache/activemq-artemis": {
        "os": None,
        "user": "artemis",
        "uid": 1001,
        "gid": 1001,
        "workdir": None,
        "has_cmd": True,
    },
    "apache/tika": {
        "os": "ubuntu",
        "user": "35002:35002",
        "uid": 35002,
        "gid": 35002,
        "workdir": None,
        "has_cmd": True,
    },
    "apachepulsar/pulsar": {
        "os": None,
        "user": None,
        "workdir": "/pulsar",
        "has_cmd": None,
        "when": ((">=3", {"user": "10000", "uid": 10000, "gid": 0}),),
    },
    "pytorch/torchserve": {
        "os": "ubuntu",
        "user": "model-server",
        "workdir": "/home/model-server",
        "has_cmd": True,
    },
    "sonatype/nexus3": {
        "os": None,
        "user": "nexus",
        "uid": 200,
        "gid": 200,
        "workdir": None,
        "has_cmd": True,
    },
    "opensearchproject/opensearch": {
        "os": None,
        "user": "1000",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
    },
    "opensearchproject/opensearch-dashboards": {
        "os": None,
        "user": "1000",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
    },
    "emqx": {
        "os": "debian",
        "user": "emqx",
        "uid": 1000,
        "gid": 1000,
        "workdir": "/opt/emqx",
        "has_cmd": True,
    },
    "krakend": {
        "os": "alpine",
        "user": "1000",
        "uid": 1000,
        "workdir": "/etc/krakend",
        "has_cmd": True,
    },
    "liquibase": {"os": "ubuntu", "user": "liquibase", "workdir": "/liquibase"},
    "rocket.chat": {"os": None, "user": "rocketchat", "workdir": None, "has_cmd": True},
    "fluent/fluentd": {
        "os": None,
        "user": "fluent",
        "workdir": None,
        "has_cmd": True,
        "when": (("<1", {"user": None}),),
    },
    "grafana/loki": {"os": None, "user": "10001", "uid": 10001, "workdir": None, "has_cmd": True},
    "grafana/k6": {"os": "alpine", "user": "k6", "uid": 12345, "workdir": "/home/k6"},
    "otel/opentelemetry-collector": {
        "os": "scratch",
        "user": "10001",
        "uid": 10001,
        "has_cmd": True,
    },
    "otel/opentelemetry-collector-contrib": {
        "os": "scratch",
        "user": "10001",
        "uid": 10001,
        "has_cmd": True,
    },
    "cloudflare/cloudflared": {
        "os": "distroless",
        "user": "nonroot",
        "uid": 65532,
        "gid": 65532,
        "accounts": _NONROOT,
        "workdir": None,
        "has_cmd": True,
    },
    "registry.k8s.io/ingress-nginx/controller": {
        "os": "alpine",
        "user": "www-data",
        "uid": 101,
        "gid": 82,
        "workdir": "/etc/nginx",
        "has_cmd": True,
    },
    "argoproj/argocd": {
        "os": "ubuntu",
        "user": "999",
        "uid": 999,
        "workdir": "/home/argocd",
        "has_cmd": None,
    },
    "codercom/code-server": {
        "os": "debian",
        "user": "1000",
        "uid": 1000,
        "gid": 1000,
        "accounts": {"coder": (1000, 1000)},
        "workdir": "/home/coder",
        "has_cmd": True,
    },
    "nodered/node-red": {
        "os": "alpine",
        "user": "node-red",
        "uid": 1000,
        "gid": 1000,
        "accounts": {"node-red": (1000, 1000)},
        "workdir": "/usr/src/node-red",
        "has_cmd": True,
        "commands": "node npm",
    },
    "n8nio/n8n": {
        "os": "alpine",
        "user": "node",
        "uid": 1000,
        "gid": 1000,
        "accounts": {"node": (1000, 1000)},
        "workdir": "/home/node",
        "has_cmd": True,
        "when": (("<1", {"user": None, "uid": None, "gid": None}),),
    },
    "verdaccio/verdaccio": {
        "os": "alpine",
        "user": "10001",
        "uid": 10001,
        "workdir": None,
        "has_cmd": True,
        "when": (("<4", {"user": None, "uid": None}),),
    },
    "gotenberg/gotenberg": {
        "os": "debian",
        "user": "gotenberg",
        "uid": 1001,
        "gid": 1001,
        "workdir": "/home/gotenberg",
        "has_cmd": True,
    },
    "rasa/rasa": {"os": None, "user": "1001", "uid": 1001, "workdir": "/app", "has_cmd": None},
    "rasa/rasa-sdk": {"os": None, "user": "1001", "uid": 1001, "workdir": "/app", "has_cmd": True},
    "trafex/php-nginx": {
        "os": "alpine",
        "user": "nobody",
        "uid": 65534,
        "gid": 65534,
        "workdir": "/var/www/html",
        "has_cmd": True,
    },
    "serversideup/php": {
        "os": "debian",
        "user": "www-data",
        "workdir": "/var/www/html",
        "has_cmd": True,
        "when": (
            ("@debian", {"uid": 33, "gid": 33}),
            ("@alpine", {"uid": 82, "gid": 82, "accounts": _WWW}),
        ),
    },
    "ghcr.io/puppeteer/puppeteer": {
        "os": "debian",
        "user": "pptruser",
        "workdir": "/home/pptruser",
        "commands": "node npm",
    },
    "zenika/alpine-chrome": {
        "os": "alpine",
        "user": "chrome",
        "workdir": "/usr/src/app",
        "has_cmd": True,
    },
    "jboss/base-jdk": {
        "os": "rhel",
        "user": "jboss",
        "uid": 1000,
        "gid": 1000,
        "workdir": "/opt/jboss",
        "commands": "java",
    },
    "jboss/keycloak": {
        "os": "rhel",
        "user": "1000",
        "uid": 1000,
        "workdir": None,
        "has_cmd": True,
    },
    "jenkinsci/blueocean": {
        "os": None,
        "user": "jenkins",
        "uid": 1000,
        "gid": 1000,
        "workdir": None,
        "has_cmd": True,
        "env": {"JENKINS_HOME": "/var/jenkins_home"},
    },
    "ghcr.io/actions/actions-runner": {
        "os": "ubuntu",
        "user": "runner",
        "uid": 1001,
        "workdir": "/home/runner",
    },
    "cm2network/steamcmd": {
        "os": "debian",
        "user": "steam",
        "uid": 1000,
        "gid": 1000,
        "accounts": {"steam": (1000, 1000)},
        "workdir": None,
        "when": (("root", {"user": "root", "uid": 0, "gid": 0}),),
    },
    "quay.io/operator-framework/ansible-operator": {
        "os": "rhel",
        "packages": None,
        "user": "1001",
        "uid": 1001,
        "workdir": None,
        "has_cmd": True,
    },
    "quay.io/operator-framework/helm-operator": {
        "os": "rhel",
        "packages": None,
        "user": "1001",
        "uid": 1001,
        "workdir": None,
        "has_cmd": True,
    },
    # More that start as root on purpose
    "clickhouse/clickhouse-server": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "mysql/mysql-server": {
        "os": "rhel",
        "packages": None,
        "has_cmd": True,
        "drops": True,
    },
    "couchbase": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "envoyproxy/envoy": {
        "os": "ubuntu",
        "has_cmd": True,
        "drops": True,
        "when": (
            ("distroless", {"user": None, "drops": False}),
            ("~^(dev|distroless)-", {"os": "ubuntu"}),
        ),
    },
    "unit": {"os": "debian", "has_cmd": True, "drops": True},
    "openresty/openresty": {"os": None, "has_cmd": True, "drops": True},
    "swaggerapi/swagger-ui": {"os": "alpine", "has_cmd": True, "drops": True, "workdir": None},
    "redocly/redoc": {"os": "alpine", "has_cmd": True, "drops": True, "workdir": None},
    "redmine": {
        "os": "debian",
        "workdir": "/usr/src/redmine",
        "has_cmd": True,
        "drops": True,
        "commands": "bundle gem ruby",
    },
    "mediawiki": _PHP_SITE,
    "monica": _PHP_SITE,
    "yourls": _PHP_SITE,
    "richarvey/nginx-php-fpm": {"os": "alpine", "has_cmd": True, "drops": True, "workdir": None},
    "yiisoftware/yii2-php": {"os": "debian", "has_cmd": True, "drops": True, "workdir": "/app"},
    "metabase/metabase": {"os": "alpine", "has_cmd": True, "drops": True, "workdir": None},
    "matrixdotorg/synapse": {"os": "debian", "has_cmd": True, "drops": True, "workdir": None},
    "gitea/gitea": {
        "os": "alpine",
        "has_cmd": True,
        "drops": True,
        "workdir": None,
        "when": (("rootless", {"user": "1000:1000", "uid": 1000, "gid": 1000, "drops": False}),),
    },
    "gogs/gogs": {"os": "alpine", "has_cmd": True, "drops": True, "workdir": None},
    "gitlab/gitlab-ce": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "gitlab/gitlab-ee": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "gitlab/gitlab-runner": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "discourse/base": {"os": "debian", "has_cmd": True, "drops": True, "workdir": None},
    "atmoz/sftp": {"os": "debian", "has_cmd": True, "drops": True},
    "datadog/agent": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "gcr.io/datadoghq/agent": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "public.ecr.aws/datadog/agent": {"os": "ubuntu", "has_cmd": True, "drops": True},
    "moby/buildkit": {
        "os": "alpine",
        "has_cmd": True,
        "drops": True,
        "when": (("rootless", {"user": None, "drops": False}),),
    },
    # More to build on
    "quay.io/quarkus/quarkus-micro-image": _QUARKUS_MICRO,
    "quay.io/quarkus/ubi9-quarkus-micro-image": {**_QUARKUS_MICRO, "release": "9"},
    "tomee": {"os": None, "workdir": "/usr/local/tomee", "has_cmd": True, "commands": "java"},
    "hexpm/elixir": {"os": None, "workdir": None, "commands": "elixir erl iex mix"},
    "hexpm/erlang": {"os": None, "workdir": None, "commands": "erl"},
    "crystallang/crystal": {"os": "ubuntu", "workdir": None, "commands": "crystal shards"},
    "nimlang/nim": {"os": "ubuntu", "workdir": None, "commands": "nim nimble"},
    "swipl": {"os": "debian", "workdir": None, "commands": "swipl"},
    "haxe": {"os": "debian", "workdir": None, "commands": "haxe"},
    "sbtscala/scala-sbt": {"os": None, "workdir": None, "commands": "java sbt scala"},
    "hseeberger/scala-sbt": {"os": None, "workdir": None, "commands": "java sbt scala"},
    "keymetrics/pm2": {
        "os": None,
        "workdir": None,
        "has_cmd": True,
        "commands": "node npm pm2 pm2-runtime",
    },
    "nikolaik/python-nodejs": {
        "os": "debian",
        "accounts": {"pn": (1000, 1000)},
        "workdir": None,
        "shell_form": None,
        "commands": "node npm pip python yarn",
    },
    "ghcr.io/prefix-dev/pixi": {"os": "ubuntu", "workdir": None, "commands": "pixi"},
    "osgeo/gdal": {"os": None, "workdir": None},
    "ultralytics/ultralytics": {"os": "ubuntu", "workdir": None, "commands": "pip python"},
    "ufoym/deepo": {"os": "ubuntu", "workdir": None},
    "rocm/pytorch": {"os": "ubuntu", "workdir": None, "commands": "pip python"},
    "rocm/tensorflow": {"os": "ubuntu", "workdir": None, "commands": "pip python"},
    "mcr.microsoft.com/azure-cli": {"os": None, "workdir": None, "commands": "az"},
    "mcr.microsoft.com/openjdk/jdk": {
        "os": None,
        "user": None,
        "workdir": None,
        "commands": "java",
        "when": (("@ubuntu", {"user": "", "workdir": "/"}),),
    },
    "heroku/heroku": {
        "os": "ubuntu",
        "user": None,
        "workdir": None,
        "when": (("<24", {"user": ""}),),
    },
    "flyway/flyway": {
        "os": None,
        "user": None,
        "workdir": "/flyway",
        "commands": "flyway",
        "when": ((">=8", {"user": ""}),),
    },
    "alpine/helm": {"os": "alpine", "workdir": None, "commands": "helm"},
    "alpine/k8s": {"os": "alpine", "workdir": None, "commands": "helm kubectl"},
    "alpine/socat": {"os": "alpine", "workdir": None, "commands": "socat"},
    "dtzar/helm-kubectl": {"os": "alpine", "workdir": None, "commands": "helm kubectl"},
    "aquasec/trivy": {"os": "alpine", "workdir": None, "commands": "trivy"},
    "pandoc/core": {"os": "alpine", "workdir": "/data", "commands": "pandoc"},
    "pandoc/latex": {"os": "alpine", "workdir": "/data", "commands": "pandoc"},
    "texlive/texlive": {"os": "debian", "workdir": None},
    "steamcmd/steamcmd": {"os": "ubuntu", "workdir": None},
    "multiarch/alpine": {"os": "alpine"},
    "multiarch/debian-debootstrap": {"os": "debian"},
    # Data science
    "nvidia/cuda": {"os": None},
    "nvidia/cudagl": {"os": None},
    "nvidia/opengl": {"os": None},
    "nvcr.io/nvidia/l4t-base": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-cuda": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-jetpack": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-ml": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-pytorch": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-tensorflow": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/l4t-tensorrt": {"os": "ubuntu", "workdir": None},
    "nvcr.io/nvidia/tensorrt": {"os": "ubuntu", "workdir": "/workspace", "shell_form": None},
    "nvcr.io/nvidia/jax": {"os": "ubuntu", "workdir": None, "shell_form": None},
    "nvcr.io/nvidia/cuda": {"os": None},
    "nvcr.io/nvidia/pytorch": {"os": "ubuntu", "workdir": "/workspace", "shell_form": None},
    "nvcr.io/nvidia/tensorflow": {"os": "ubuntu", "workdir": "/workspace", "shell_form": None},
    "nvcr.io/nvidia/tritonserver": {
        "os": "ubuntu",
        "accounts": {"triton-server": (1000, 1000)},
        "workdir": None,
        "shell_form": None,
    },
    "tensorflow/tensorflow": {
        "os": "ubuntu",
        "commands": "pip python",
        "when": (
            ("<2", {"workdir": None}),
            (">=2 jupyter", {"workdir": "/tf", "has_cmd": True}),
        ),
    },
    "tensorflow/serving": {"os": "ubuntu", "has_cmd": True},
    "pytorch/pytorch": {
        "os": "ubuntu",
        "workdir": "/workspace",
        "commands": "pip python",
    },
    "continuumio/miniconda3": _MINICONDA,
    "continuumio/miniconda": _MINICONDA,
    "continuumio/anaconda3": _MINICONDA,
    "condaforge/miniforge3": {"os": "ubuntu", "workdir": None, "commands": "conda pip python"},
    "condaforge/mambaforge": {"os": "ubuntu", "workdir": None, "commands": "conda mamba python"},
    "quay.io/condaforge/miniforge3": {
        "os": "ubuntu",
        "workdir": None,
        "commands": "conda pip python",
    },
    "mambaorg/micromamba": {
        "os": "debian",
        "user": None,
        "workdir": "/tmp",
        "commands": "micromamba",
        "shell_form": ("/usr/local/bin/_dockerfile_shell.sh",),
        "when": ((">=2", {"user": "mambauser", "uid": 57439, "gid": 57439}),),
    },
    # Microsoft
    "mcr.microsoft.com/dotnet/sdk": _DOTNET_SDK,
    "mcr.microsoft.com/dotnet/core/sdk": _DOTNET_SDK,
    "mcr.microsoft.com/dotnet/aspnet": _DOTNET,
    "mcr.microsoft.com/dotnet/core/aspnet": _DOTNET,
    "mcr.microsoft.com/dotnet/runtime": _DOTNET,
    "mcr.microsoft.com/dotnet/core/runtime": _DOTNET,
    "mcr.microsoft.com/dotnet/runtime-deps": _DOTNET_DEPS,
    "mcr.microsoft.com/dotnet/core/runtime-deps": _DOTNET_DEPS,
    "mcr.microsoft.com/powershell": {"os": "ubuntu", "commands": "pwsh"},
    # Its browsers: https://playwright.dev/docs/docker
    "mcr.microsoft.com/playwright": {
        "os": "ubuntu",
        "workdir": None,
        "commands": "node npm",
        "env": {"PLAYWRIGHT_BROWSERS_PATH": "/ms-playwright"},
    },
    "mcr.microsoft.com/playwright/python": {
        "os": "ubuntu",
        "workdir": None,
        "commands": "pip python3",
        "env": {"PLAYWRIGHT_BROWSERS_PATH": "/ms-playwright"},
    },
    "mcr.microsoft.com/mssql/server": {
        "os": "ubuntu",
        "user": None,
        "has_cmd": True,
        "when": ((">=2019", {"user": "mssql", "uid": 10001}),),
    },
    "mcr.microsoft.com/windows": _WINDOWS,
    "mcr.microsoft.com/windows-insider": _WINDOWS,
    "mcr.microsoft.com/nanoserver-insider": _WINDOWS,
    "microsoft/windowsservercore": _WINDOWS,
    "microsoft/nanoserver": _WINDOWS,
    "microsoft/iis": _WINDOWS,
    "microsoft/aspnet": _WINDOWS,
    "microsoft/dotnet-framework": _WINDOWS,
    "microsoft/mssql-server-windows-express": _WINDOWS,
    "microsoft/dotnet": {
        "os": None,
        "user": None,
        "workdir": None,
        "commands": "dotnet",
    },
    # Red Hat
    "quay.io/centos/centos": {"os": "rhel", "pure": True},
    # Robots
    "ros": {
        "os": "ubuntu",
        "has_cmd": None,
        "shell_form": (),
        "when": (
            ("kinetic", {"os": "ubuntu", "release": "xenial"}),
            ("lunar", {"os": "ubuntu", "release": "xenial"}),
            ("melodic", {"os": "ubuntu", "release": "bionic"}),
            ("noetic", {"os": "ubuntu", "release": "focal"}),
            ("foxy", {"os": "ubuntu", "release": "focal"}),
            ("galactic", {"os": "ubuntu", "release": "focal"}),
            ("humble", {"os": "ubuntu", "release": "jammy"}),
            ("iron", {"os": "ubuntu", "release": "jammy"}),
            ("jazzy", {"os": "ubuntu", "release": "noble"}),
        ),
    },
}

# Red Hat's registries, and the short names that resolve to them outside of Docker.
RED_HAT: tuple[str, ...] = (
    "registry.access.redhat.com/",
    "registry.redhat.io/",
    "ubi7/",
    "ubi8/",
    "ubi9/",
    "ubi10/",
)
# By the last part of their name without its version numbers: `ubi9/nodejs-20-minimal`.
RED_HAT_IMAGES: dict[str, Row] = {
    "ubi": {**_UBI, "commands": "curl"},
    "ubi-init": {**_UBI, "commands": "curl", "has_cmd": True, "drops": True},
    "ubi-minimal": {**_UBI, "commands": "curl", "account_tools": "none"},
    "ubi-micro": {**_UBI, "account_tools": "none"},
    "rhel": _UBI,
    "s2i-core": _S2I_CORE,
    "s2i-base": _S2I_CORE,
    "python": _S2I_APP,
    "python-minimal": _S2I_APP,
    "nodejs": _S2I_APP,
    "nodejs-minimal": _S2I_APP,
    "ruby": _S2I_APP,
    "perl": _S2I_APP,
    "php": _S2I_APP,
    "httpd": {**_S2I_APP, "workdir": None},
    "nginx": {**_S2I_APP, "workdir": None},
    "go-toolset": _S2I_APP,
    "openjdk": _S2I_JAVA,
    "openjdk-runtime": _S2I_JAVA,
}
RED_HAT_OTHER: Row = _S2I

# Repositories known by how their name begins; the first that fits counts.
PREFIXES: tuple[tuple[str, Row], ...] = (
    ("gcr.io/distroless/", _DISTROLESS),
    ("cgr.dev/chainguard/wolfi-base", {"os": "wolfi", "user": "", "accounts": _NONROOT}),
    ("chainguard/wolfi-base", {"os": "wolfi", "user": "", "accounts": _NONROOT}),
    ("cgr.dev/chainguard/chainguard-base", {"os": "wolfi", "accounts": _NONROOT}),
    ("cgr.dev/chainguard/static", _CHAINGUARD_NONROOT),
    ("cgr.dev/chainguard/glibc-dynamic", _CHAINGUARD_NONROOT),
    ("cgr.dev/chainguard/python", _CHAINGUARD_NONROOT),
    ("cgr.dev/chainguard/node", _CHAINGUARD_NONROOT),
    ("cgr.dev/chainguard/nginx", _CHAINGUARD_NONROOT),
    ("cgr.dev/chainguard/", _CHAINGUARD),
    ("cgr.dev/", _CHAINGUARD),
    ("mcr.microsoft.com/dotnet/framework/", _WINDOWS),
    ("mcr.microsoft.com/dotnet/nightly/sdk", _DOTNET_SDK),
    ("mcr.microsoft.com/dotnet/nightly/runtime", _DOTNET),
    ("mcr.microsoft.com/dotnet/nightly/aspnet", _DOTNET),
    ("mcr.microsoft.com/windows/", _WINDOWS),
    (
        "mcr.microsoft.com/devcontainers/javascript-node",
        {**_DEVCONTAINER, "accounts": {"node": (1000, 1000)}},
    ),
    (
        "mcr.microsoft.com/devcontainers/typescript-node",
        {**_DEVCONTAINER, "accounts": {"node": (1000, 1000)}},
    ),
    ("mcr.microsoft.com/devcontainers/universal", {**_DEVCONTAINER, "user": None}),
    ("mcr.microsoft.com/devcontainers/", {**_DEVCONTAINER, "accounts": {"vscode": (1000, 1000)}}),
    (
        "mcr.microsoft.com/vscode/devcontainers/javascript-node",
        {**_DEVCONTAINER, "accounts": {"node": (1000, 1000)}},
    ),
    (
        "mcr.microsoft.com/vscode/devcontainers/typescript-node",
        {**_DEVCONTAINER, "accounts": {"node": (1000, 1000)}},
    ),
    ("mcr.microsoft.com/vscode/devcontainers/universal", {**_DEVCONTAINER, "user": None}),
    (
        "mcr.microsoft.com/vscode/devcontainers/",
        {**_DEVCONTAINER, "accounts": {"vscode": (1000, 1000)}},
    ),
    ("mcr.microsoft.com/azureml/", {"os": "ubuntu", "user": "", "has_cmd": False}),
    ("bellsoft/liberica-", {"named": True, "user": "", "workdir": "/", "has_cmd": False}),
    ("rocm/dev-ubuntu-", {"os": "ubuntu", "user": "", "workdir": "/", "has_cmd": False}),
    ("intel/oneapi-", {"user": "", "has_cmd": False}),
    ("registry.k8s.io/debian-base", {"os": "debian", "user": "", "has_cmd": False}),
    ("registry.k8s.io/build-image/debian-base", {"os": "debian", "user": "", "has_cmd": False}),
    ("k8s.gcr.io/debian-base", {"os": "debian", "user": "", "has_cmd": False}),
    ("mcr.microsoft.com/azure-functions/", {"os": "debian", "user": "", "has_cmd": True}),
    ("mcr.microsoft.com/azurelinux/distroless/", {"os": "distroless"}),
    ("mcr.microsoft.com/cbl-mariner/distroless/", {"os": "distroless"}),
    ("mcr.microsoft.com/azurelinux/base/core", {"os": "azurelinux", "pure": True, "user": ""}),
    ("mcr.microsoft.com/cbl-mariner/base/core", {"os": "azurelinux", "pure": True, "user": ""}),
    ("mcr.microsoft.com/azurelinux/", {"os": "azurelinux"}),
    ("mcr.microsoft.com/cbl-mariner/", {"os": "azurelinux"}),
    ("public.ecr.aws/lambda/python", _LAMBDA_PYTHON),
    ("amazon/aws-lambda-python", _LAMBDA_PYTHON),
    ("public.ecr.aws/lambda/nodejs", _LAMBDA_NODE),
    ("amazon/aws-lambda-nodejs", _LAMBDA_NODE),
    ("public.ecr.aws/lambda/", _LAMBDA),
    ("amazon/aws-lambda-", _LAMBDA),
    ("quay.io/jupyter/", _NOTEBOOK),
    ("jupyter/", _NOTEBOOK),
    ("bitnami/nginx", _BITNAMI_SERVICE),
    ("bitnami/redis", _BITNAMI_SERVICE),
    ("bitnami/postgresql", _BITNAMI_SERVICE),
    ("bitnami/kafka", _BITNAMI_SERVICE),
    ("bitnami/rabbitmq", _BITNAMI_SERVICE),
    ("bitnami/mongodb", _BITNAMI_SERVICE),
    ("bitnami/keycloak", _BITNAMI_SERVICE),
    ("bitnami/etcd", _BITNAMI_SERVICE),
    ("bitnami/zookeeper", _BITNAMI_SERVICE),
    ("bitnami/kubectl", {**_BITNAMI_SERVICE, "has_cmd": False}),
    ("bitnami/", _BITNAMI),
    ("bitnamilegacy/", _BITNAMI),
    ("public.ecr.aws/bitnami/", _BITNAMI),
    (
        "quay.io/keycloak/keycloak",
        {
            "user": "1000",
            "uid": 1000,
            "gid": 0,
            "has_cmd": True,
            "when": ((">=17", {"accounts": {"keycloak": (1000, 0)}}),),
        },
    ),
    ("linuxserver/", _LINUXSERVER),
    ("lscr.io/linuxserver/", _LINUXSERVER),
    ("ghcr.io/linuxserver/", _LINUXSERVER),
    ("lsiobase/", _LINUXSERVER),
    ("ghcr.io/home-assistant/", _SUPERVISED),
    ("homeassistant/", _SUPERVISED),
    ("ghcr.io/hassio-addons/", _SUPERVISED),
    ("hassioaddons/", _SUPERVISED),
    ("jlesage/baseimage", _SUPERVISED),
    ("webdevops/", _SUPERVISED),
    ("osixia/", _SUPERVISED),
    ("itzg/minecraft-", _SUPERVISED),
    ("runpod/", {"os": "ubuntu", "user": "", "has_cmd": True, "drops": True}),
    ("mcr.microsoft.com/appsvc/", _SUPERVISED),
    ("phusion/passenger-", {"os": "ubuntu", "user": "", "has_cmd": True, "drops": True}),
    # s6 starts what they serve
    ("rocker/", {**_APT, "user": "", "drops": True, "commands": "R Rscript"}),
    ("rayproject/ray", {"os": "ubuntu", "user": "ray", "uid": 1000, "gid": 100}),
    ("tiangolo/uwsgi-nginx", {"os": "debian", "user": "", "has_cmd": True, "drops": True}),
    (
        "tiangolo/uvicorn-gunicorn",
        {"os": "debian", "user": "", "has_cmd": True, "workdir": "/app"},
    ),
    (
        "tiangolo/meinheld-gunicorn",
        {"os": "debian", "user": "", "has_cmd": True, "workdir": "/app"},
    ),
    ("ghcr.io/graalvm/", {"os": "rhel", "packages": None, "user": "", "commands": "java"}),
    ("selenium/", {"user": "1200", "uid": 1200, "gid": 1201, "packages": "apt", "shell": "dash"}),
    ("cypress/", {"os": "debian", "user": "", "commands": "node npm", "has_cmd": None}),
    ("seleniarm/", {"user": "1200", "uid": 1200, "gid": 1201, "packages": "apt", "shell": "dash"}),
    ("kasmweb/", {"user": "1000", "uid": 1000, "has_cmd": True}),
    ("consol/", {"named": True, "user": "1000", "uid": 1000, "has_cmd": True}),
    ("payara/", {"user": "payara", "has_cmd": True}),
    ("mattermost/mattermost-", {"user": "mattermost", "uid": 2000, "gid": 2000, "has_cmd": True}),
    ("paketobuildpacks/run", {"user": "cnb"}),
    ("thecodingmachine/php", {"os": "ubuntu", "user": "docker", "uid": 1000}),
    ("quay.io/strimzi/kafka", {"user": "1001", "uid": 1001}),
    ("centos/python-", _S2I_CENTOS),
    ("centos/nodejs-", _S2I_CENTOS),
    ("centos/ruby-", _S2I_CENTOS),
    ("centos/perl-", _S2I_CENTOS),
    ("adoptopenjdk/openjdk", {"os": "ubuntu", "user": "", "workdir": "/", "commands": "java"}),
    ("frolvlad/alpine-", {"os": "alpine", "user": "", "workdir": "/", "has_cmd": False}),
    ("huggingface/transformers-", {"os": "ubuntu", "user": "", "has_cmd": False}),
    ("pulumi/pulumi", {"user": "", "has_cmd": False, "when": (("nonroot", {"user": None}),)}),
    ("gcr.io/google-appengine/", {"user": "", "has_cmd": None}),
    ("gcr.io/cloud-builders/", {"os": "ubuntu", "user": "", "has_cmd": False}),
    ("public.ecr.aws/sam/build-", {"os": "amazonlinux", "user": "", "has_cmd": False}),
    ("mcr.microsoft.com/oryx/", {"os": "debian", "user": "", "has_cmd": None}),
    ("cimg/", {"os": "ubuntu", "user": "circleci", "uid": 3434, "has_cmd": False}),
    ("circleci/", {"user": "circleci", "uid": 3434, "has_cmd": False}),
    ("gitpod/workspace-", {"os": "ubuntu", "user": "gitpod", "uid": 33333, "has_cmd": False}),
    ("docker.elastic.co/elasticsearch/elasticsearch", _ELASTIC),
    ("docker.elastic.co/kibana/kibana", _ELASTIC),
    ("docker.elastic.co/logstash/logstash", _ELASTIC),
    ("balenalib/", {"named": True, "os": "debian", "user": ""}),
    ("quay.io/pypa/manylinux2014_", {"os": "rhel", "release": "7", "user": ""}),
    ("quay.io/pypa/manylinux_2_28_", {"os": "rhel", "release": "8", "user": ""}),
    ("quay.io/pypa/manylinux_2_34_", {"os": "rhel", "release": "9", "user": ""}),
    ("quay.io/pypa/musllinux_", {"os": "alpine", "user": ""}),
    ("quay.io/sclorg/s2i-", _S2I_CORE),
    ("quay.io/fedora/s2i-", {**_S2I_CORE, "os": "fedora"}),
    ("quay.io/sclorg/", _S2I),
    ("confluentinc/cp-", {"has_cmd": True, "when": ((">=6", {"user": "appuser", "uid": 1000}),)}),
    ("registry.suse.com/bci/bci-base", {"os": "suse", "user": ""}),
    ("registry.suse.com/suse/", {"os": "suse"}),
    ("registry.suse.com/bci/", {"os": "suse"}),
    ("resin/", {"named": True}),
)
