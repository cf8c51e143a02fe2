"""What `fixer.facts.tools` says of command lines."""

from __future__ import annotations

import pytest

from fixer.facts.tools import (
    ASSUME_YES,
    VALUE_FLAGS,
    assumes_yes,
    takes_next_word,
    value_flags,
    without_recommends,
)


def operands(line: str) -> list[str]:
    """The words of a command line that are neither flags nor values, its subcommand first."""
    name, *words = line.split()
    found: list[str] = []
    value = False
    for word in words:
        if value:
            value = False
        elif word.startswith("-"):
            value = takes_next_word(name, found[0] if found else None, word)
        else:
            found.append(word)
    return found


LINES = [
    ("apt-get install -y -o Dpkg::Options::=--force-confold curl", "install curl"),
    ("apt-get -qqo Acquire::Retries=3 install curl", "install curl"),
    ("apt-get -qqoAcquire::Retries=3 install curl", "install curl"),
    ("apt-get -t bookworm-backports install --no-install-recommends git", "install git"),
    ("apt-get install -t=stable git", "install git"),
    ("apt list -a curl", "list curl"),
    ("aptitude -q -y install curl", "install curl"),
    ("apk add --no-cache -t .build-deps gcc make", "add gcc make"),
    ("apk add --virtual .build-deps gcc", "add gcc"),
    ("apk -X https://example.com/edge add gcc", "add gcc"),
    ("apk add --repository https://example.com/edge gcc", "add gcc"),
    ("apk version -t 1.0 1.1", "version 1.0 1.1"),
    ("dnf --setopt install_weak_deps=False -y install httpd", "install httpd"),
    ("yum --disablerepo epel install httpd", "install httpd"),
    ("microdnf install -y --nodocs shadow-utils", "install shadow-utils"),
    ("tdnf install --releasever 5.0 -y shadow", "install shadow"),
    ("zypper -R /mnt -n install -n vim", "install vim"),
    ("zypper --root /mnt install --from repo vim", "install vim"),
    ("zypper addrepo -p 90 https://example.com repo", "addrepo https://example.com repo"),
    ("pacman -r /mnt -S --noconfirm vim", "vim"),
    ("pip install -r requirements.txt --index-url https://example.com flask", "install flask"),
    ("pip3.12 install --no-cache-dir -e . -c constraints.txt flask", "install flask"),
    ("pip install -qr requirements.txt flask", "install flask"),
    ("npm install --prefix /app express", "install express"),
    ("npm --prefix /app install --omit dev express", "install express"),
    ("npm ci --production", "ci"),
    ("yarn --cwd /app add left-pad", "add left-pad"),
    ("yarn install --frozen-lockfile --network-timeout 100000", "install"),
    ("pnpm -C /app add --filter web left-pad", "add left-pad"),
    ("gem install -v 1.2 bundler --no-document", "install bundler"),
    ("gem install --version 1.2 -i /gems rake", "install rake"),
    ("bundle install --jobs 4 --without test", "install"),
    ("composer install --no-dev -d /app", "install"),
    ("composer config -g -f composer.json key value", "config key value"),
    ("composer install -a vendor", "install vendor"),
    ("poetry install --only main --no-root", "install"),
    ("poetry add -G dev pytest", "add pytest"),
    ("uv pip install --system -r requirements.txt flask", "pip install flask"),
    ("uv sync --frozen --group prod", "sync"),
    ("uv add --tag v1 flask", "add flask"),
    ("conda install -n base -c conda-forge -y numpy", "install numpy"),
    ("conda clean -afy", "clean"),
    ("conda clean -f -y now", "clean now"),
    ("conda env create -f environment.yml", "env create"),
    ("micromamba install -y -n base -f env.yaml numpy", "install numpy"),
    ("go build -ldflags -s -o /bin/app ./cmd/app", "build ./cmd/app"),
    ("go build --tags netgo ./...", "build ./..."),
    ("cargo build --release --bin app", "build"),
    ("cargo install --version 1.0 --locked just", "install just"),
    (
        "git clone --depth 1 -b main https://example.com/x.git /x",
        "clone https://example.com/x.git /x",
    ),
    ("git -C /x checkout -b new", "checkout"),
    ("git branch -m new", "branch new"),
    ("curl -fsSLo /tmp/x https://example.com/x", "https://example.com/x"),
    ("curl -fsSL https://example.com/x", "https://example.com/x"),
    ("curl -X POST -H a:b --retry 5 https://example.com/x", "https://example.com/x"),
    ("curl -o/tmp/x https://example.com/x", "https://example.com/x"),
    ("wget -qO /tmp/x https://example.com/x", "https://example.com/x"),
    ("wget -qO- https://example.com/x", "https://example.com/x"),
    ("wget --tries 3 -P /tmp https://example.com/x", "https://example.com/x"),
    ("docker build -t app --build-arg A=1 .", "build ."),
    ("useradd -l -u 10001 -g app -d /home/app -s /sbin/nologin app", "app"),
    ("useradd --uid 10001 --no-log-init app", "app"),
    ("usermod -aG docker app", "app"),
    ("adduser -D -u 10001 -G app -h /home/app app", "app"),
    ("adduser --disabled-password --gecos x --uid 10001 app", "app"),
    ("addgroup -g 10001 -S app", "app"),
    ("groupadd --system --gid 999 app", "app"),
    ("su -s /bin/sh -c id app", "app"),
    ("sudo -Eu app id", "id"),
    ("sudo -E apt-get update", "apt-get update"),
    ("env -u HOME A=1 make", "A=1 make"),
    ("nice -n 10 make", "make"),
    ("timeout -k 5 60 make", "60 make"),
    ("xargs -r -n 1 -P 4 rm", "rm"),
    ("xargs -I {} cp {} /tmp", "cp {} /tmp"),
    ("chown -R --from root app:app /app", "app:app /app"),
    ("chmod --reference /a /b", "/b"),
    ("find /x -name *.pyc -type f -delete", "/x"),
    ("mkdir -p -m 0755 /x", "/x"),
    ("tar -xzf /tmp/x.tgz -C /opt --strip-components 1 app", "app"),
    ("unheard-of -x value", "value"),
]


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line for line, _ in LINES])
def test_operands(line: str, expected: str) -> None:
    assert operands(line) == expected.split()


def test_value_flags_depend_on_the_subcommand() -> None:
    assert "-t" not in value_flags("apk", None)
    assert "-t" in value_flags("apk", "add")
    assert "-t" not in value_flags("apk", "version")
    assert "-p" in value_flags("zypper", None)
    assert "-p" not in value_flags("zypper", "install")
    assert value_flags("pip3", "install") == value_flags("pip", "install")
    assert value_flags("dash", None) == value_flags("sh", None) != frozenset()
    assert value_flags("curl", "https://example.com") == value_flags("curl", None)
    assert value_flags("unheard-of", "x") == frozenset()


@pytest.mark.parametrize("name", sorted(VALUE_FLAGS))
def test_the_table_holds_flags_only(name: str) -> None:
    for flag in value_flags(name, None):
        assert flag.startswith("-")
        assert "=" not in flag
        assert len(flag) > 1


YES = [
    ("apt-get install -y curl", True),
    ("apt-get install --yes curl", True),
    ("apt-get -qqy install curl", True),
    ("apt-get install -yq curl", True),
    ("apt-get -fy install curl", True),
    ("apt-get --assume-yes install curl", True),
    ("apt-get install -qq curl", True),
    ("apt-get install -q -q curl", True),
    ("apt-get install -q=2 curl", True),
    ("apt-get -oAPT::Get::Assume-Yes=true install curl", True),
    ("apt-get install -q curl", False),
    ("apt-get install --force-yes curl", False),
    ("apt-get install --assume-no curl", False),
    ("apt-get install --no-install-recommends curl", False),
    ("apt install curl", False),
    ("aptitude install -y curl", True),
    ("aptitude install -qq curl", False),
    ("dnf -y install curl", True),
    ("yum install --assumeyes curl", True),
    ("microdnf install curl", False),
    ("tdnf install -qy curl", True),
    ("zypper -n install curl", True),
    ("zypper --non-interactive install curl", True),
    ("zypper install -y curl", True),
    ("zypper install --no-confirm curl", True),
    ("zypper install -n curl", False),
    ("zypper -y install curl", False),
    ("pacman -S --noconfirm curl", True),
    ("pacman -Sy curl", False),
    ("conda install -y numpy", True),
    ("pip uninstall -y flask", True),
]


@pytest.mark.parametrize(("line", "expected"), YES, ids=[line for line, _ in YES])
def test_assumes_yes(line: str, expected: bool) -> None:
    name, *words = line.split()
    verbs = ("install", "uninstall")
    at = next((at for at, word in enumerate(words) if word in verbs), 0)
    assert assumes_yes(name, words[:at], words[at:]) is expected


RECOMMENDS = [
    ("apt-get install --no-install-recommends curl", True),
    ("apt-get install -o APT::Install-Recommends=false curl", True),
    ("apt-get install -oAPT::Install-Recommends=0 curl", True),
    ('apt-get install -o APT::Install-Recommends="no" curl', True),
    ("apt-get install --option=apt::install-recommends=off curl", True),
    ("apt-get install --install-recommends=no curl", True),
    ("apt-get install --install-recommends curl", False),
    ("apt-get install -o APT::Install-Recommends=true curl", False),
    ("apt-get install -o APT::Install-Suggests=false curl", False),
    ("apt-get install --no-install-suggests curl", False),
    ("aptitude install -R curl", True),
    ("aptitude install --without-recommends curl", True),
    ("dnf install --setopt=install_weak_deps=False curl", True),
    ("microdnf install --setopt install_weak_deps=0 curl", True),
    ("dnf install --setopt=tsflags=nodocs curl", False),
    ("zypper install --no-recommends curl", True),
    ("apk add curl", False),
]


@pytest.mark.parametrize(("line", "expected"), RECOMMENDS, ids=[line for line, _ in RECOMMENDS])
def test_without_recommends(line: str, expected: bool) -> None:
    name, *words = line.split()
    assert without_recommends(name, words) is expected


def test_tables_of_flags_spell_flags() -> None:
    for flags in ASSUME_YES.values():
        assert flags
        assert all(flag.startswith("-") for flag in flags)
