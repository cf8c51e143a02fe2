"""Secrets: what counts as one, where values may never show, the syntax that mounts need."""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fixer.catalog import transforms
from fixer.dockerfile.document import Document
from fixer.dockerfile.secrets import holds_secret, is_placeholder, is_secret_name, kind_of
from fixer.dockerfile.syntax_directive import require_syntax
from fixer.edit import Operation, Safety, Unable, splice
from fixer.engine import Options, fix
from fixer.facts.secret_files import secret_file, shows_secret

# Names and values --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("PASSWORD", "DB_PASSWORD", "db_password", "PGPASSWORD", "DB_PASSWORD2", "MYSQL_PWD"),
        *("NPM_TOKEN", "GITHUB_TOKEN", "npmToken", "GH_PAT", "API_KEY", "apiKey", "STRIPE_APIKEY"),
        *("AWS_SECRET_ACCESS_KEY", "SECRET_KEY", "SECRET_KEY_BASE", "RAILS_MASTER_KEY"),
        *("SSH_PRIVATE_KEY", "CLIENT_SECRET", "COMPOSER_AUTH", "KEYSTORE_PASSPHRASE"),
    ],
)
def test_names_that_hold_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("GPG_KEY", "GPG_KEYS", "PUBLIC_KEY", "SSH_PUBLIC_KEY", "KEYSERVER", "KEY_SERVER"),
        *("PASSWORD_FILE", "DB_PASSWORD_FILE", "PASSWORD_MIN_LENGTH", "SECRET_NAME", "TOKEN_TTL"),
        *("TOKENIZERS_PARALLELISM", "HELM_SECRETS_VERSION", "SSH_KEY_PATH", "AWS_ACCESS_KEY_ID"),
        *("MYSQL_ALLOW_EMPTY_PASSWORD", "TS_DISABLE_TOKEN_AUTHORIZATION", "GOPRIVATE", "PWD"),
        *("VITE_API_KEY", "NEXT_PUBLIC_TOKEN", "SECRET_KEY_BASE_DUMMY", "BYPASS", "PATH", ""),
        *("GOOGLE_APPLICATION_CREDENTIALS", "CACHE_KEY", "SSL_KEY", "AUTH_URL", "GCR_AUTH_VERSION"),
    ],
)
def test_names_that_only_speak_of_secrets(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    "value",
    [
        *("", "$X", "${TOKEN:-}", "changeme", "change_me", "CHANGE-ME", "fix_me", "{}", "-", "_"),
        *("<your token>", "[secret key]", "{{ token }}", "%TOKEN%", "__TOKEN__", "xxxxxxxx"),
        *("/run/secrets/db", "C:\\secrets\\db", "true", "yes", "none", "dummy", "not-a-secret"),
        *("https://vault.internal/v1", "your-secret-key", "example", "0", "placeholder"),
    ],
)
def test_values_that_stand_for_others(value: str) -> None:
    assert is_placeholder(value) or value.startswith("$")
    assert not holds_secret("DB_PASSWORD", value)


def drawn(size: int, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(random.Random(size).choices(letters, k=size))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("ghp_" + drawn(36), "a GitHub token"),
        ("glpat-" + drawn(20), "a GitLab token"),
        ("AKIA" + drawn(16, string.ascii_uppercase + string.digits), "an AWS access key"),
        ("postgres://app:tr0ub4dor@db.internal/app", "a password in a URL"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("//r.internal/:_authToken=npm_" + drawn(36), "an npm token"),
    ],
)
def test_values_that_show_by_their_shape(value: str, kind: str) -> None:
    assert kind_of(value) == kind
    assert holds_secret("ANYTHING", value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PYTHON_SHA256", drawn(64, "0123456789abcdef")),
        ("GPG_KEY", drawn(40, "0123456789ABCDEF")),
        ("COMMIT", drawn(40, "0123456789abcdef")),
        ("DATABASE_URL", "postgres://postgres:postgres@db/app"),
        ("DATABASE_URL", "postgres://app:tr0ub4dor@localhost/app"),
        ("IMAGE", "registry.internal:5000/team/app@sha256:" + drawn(64, "0123456789abcdef")),
        ("BEGIN", "-----BEGIN CERTIFICATE-----"),
    ],
)
def test_values_that_look_random_and_are_none(name: str, value: str) -> None:
    assert not holds_secret(name, value)


def test_a_random_value_counts_where_the_name_leaves_it_open() -> None:
    assert holds_secret("APP_KEY", "base64:2fl+Ktvkfl+Fuz4Qp/A75G2RTiWVA/ZoKZvp6fiiM10=")
    assert not holds_secret("APP_KEY", "application")


@pytest.mark.parametrize("piece", ["a", "://a:", "//", "eyJ-", "AKIA", " x", "_authToken=", "$("])
def test_a_hostile_value_costs_little(piece: str) -> None:
    text = "AKIA ://x:y@ " + piece * (60_000 // len(piece))
    start = time.perf_counter()
    kind_of(text)
    holds_secret("APP_KEY", text)
    assert time.perf_counter() - start < 3


def test_no_secret_no_detector(tmp_path: Path) -> None:
    """A Dockerfile without a trace of a secret pays nothing for the detector."""
    code = (
        "import sys; from fixer.engine import fix\n"
        "fix(b'FROM python:3.12\\nARG NPM_TOKEN\\nENV GPG_KEY=ABC A=b\\nRUN npm ci\\n')\n"
        "assert 'fixer.transforms.build_secret' in sys.modules\n"
        "sys.exit(any(name.startswith('detect_secrets') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == 0


def test_nothing_is_asked_whether_a_secret_is_valid(monkeypatch: pytest.MonkeyPatch) -> None:
    import requests

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a secret was sent")

    monkeypatch.setattr(requests.Session, "request", refuse)
    assert kind_of("ghp_" + drawn(36))
    assert kind_of("AKIA" + drawn(16, string.ascii_uppercase))


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("id_rsa", "keys/id_ed25519", "deploy_id_rsa", ".netrc", ".aws/credentials", ".env"),
        *(".docker/config.json", "private.key", "server-key.pem", ".npmrc", ".git-credentials"),
    ],
)
def test_files_that_hold_secrets(path: str) -> None:
    assert secret_file(path)


@pytest.mark.parametrize(
    "path",
    [
        *("id_rsa.pub", "ca.crt", "public.pem", "package.json", ".env.example", ".env.sample"),
        *("config.json", ".npmignore", "keys", "credentials", "requirements.txt", ".envrc.md"),
    ],
)
def test_files_that_do_not(path: str) -> None:
    assert secret_file(path) is None


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("registry=https://npm.internal/\n", False),
        ("//npm.internal/:_authToken=${NPM_TOKEN}\n", False),
        ("//npm.internal/:_authToken=c3Bpa2UtYW5kLWJvbHQ\n", True),
        ("always-auth=true\n//npm.internal/:_password=dHIwdWI0ZG9y\n", True),
        ("PORT=80\nDB_PASSWORD=\n", False),
        ("PORT=80\nexport DB_PASSWORD='tr0ub4dor'\n", True),
        ("-----BEGIN CERTIFICATE-----\n", False),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\n", True),
        ("<server><password>${env.PW}</password></server>", False),
        ("<server><password>tr0ub4dor</password></server>", True),
    ],
)
def test_what_a_file_holds(content: str, shown: bool) -> None:
    assert shows_secret(content.encode()) is shown


# The syntax --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        ("", "# syntax=docker/dockerfile:1\n"),
        ("# syntax=docker/dockerfile:1\n", "# syntax=docker/dockerfile:1\n"),
        ("# syntax=docker/dockerfile\n", "# syntax=docker/dockerfile\n"),
        ("# syntax=docker/dockerfile:1.10\n", "# syntax=docker/dockerfile:1.10\n"),
        ("# syntax=docker/dockerfile:1.12.1\n", "# syntax=docker/dockerfile:1.12.1\n"),
        ("#syntax = docker/dockerfile:1.4\n", "#syntax = docker/dockerfile:1.10\n"),
        ("# syntax=docker/dockerfile:1.4.3-labs\n", "# syntax=docker/dockerfile:1.10.0-labs\n"),
        ("# syntax=docker/dockerfile:experimental\n", "# syntax=docker/dockerfile:labs\n"),
        ("# escape=`\n", "# syntax=docker/dockerfile:1\n# escape=`\n"),
        ("\ufeff", "\ufeff# syntax=docker/dockerfile:1\n"),
        (
            "# escape=`\n# syntax=docker.io/docker/dockerfile:1.2\n",
            "# escape=`\n# syntax=docker.io/docker/dockerfile:1.10\n",
        ),
    ],
)
def test_the_syntax_is_put_in_or_raised(directive: str, expected: str) -> None:
    document = Document(f"{directive}FROM alpine\nRUN true\n".encode())
    operations = require_syntax(document, document.instructions[1], (1, 10))
    splices = [s for o in operations if isinstance(o, Operation) for s in o.splices]
    assert len(splices) == len([*operations]) <= 1
    found = splice(document.source, splices).source.decode()
    assert found == f"{expected}FROM alpine\nRUN true\n"


@pytest.mark.parametrize("tag", [":1.4@sha256:" + "0" * 64, "@sha256:" + "0" * 64, ":mine"])
def test_a_syntax_that_is_pinned_or_unknown_stays(tag: str) -> None:
    document = Document(f"# syntax=docker/dockerfile{tag}\nFROM alpine\nRUN true\n".encode())
    (said,) = require_syntax(document, document.instructions[1], (1, 10))
    assert isinstance(said, Unable)


# Values never show -------------------------------------------------------------------------------

_VALUES = {
    "word": "tr0ub4dorAndThree",
    "token": "ghp_" + drawn(36),
    "key": "AKIA" + drawn(16, string.ascii_uppercase + string.digits),
    "url": "hunter22b",
}


def leaky() -> bytes:
    word, token, key, url = _VALUES.values()
    return f"""\
FROM node:20 AS build
ARG NPM_TOKEN={token}
ENV DB_PASSWORD {word}
ENV AWS_ID={key} A="{word}"
ENV GIT=https://ci:{url}@git.internal/x.git API_TOKEN={word}
ADD https://ci:{url}@files.internal/x.tar.gz /tmp/
RUN curl -H "Authorization: Bearer {token}" https://x | tar xz && echo {token} > .npmrc
RUN cd /x && sudo apt-get install -y curl && git clone https://ci:{url}@git.internal/x.git
RUN export API_TOKEN={word} && echo "root:{word}" | chpasswd && useradd -p {word} me
RUN sudo sh -c "echo {word} > /etc/x" && pip install --index-url https://u:{url}@pypi.internal/ x
RUN PASSWORD={word} npm install -g pkg@{word} && wget --password={word} https://x
RUN git config --global user.token {token}; npm config set _auth {word}
COPY --chown=1000 .npmrc ./
FROM registry.internal/{key.lower()}:latest
MAINTAINER {word}
LABEL token={token}
EXPOSE 22
CMD node app.js --password={word}
HEALTHCHECK CMD curl -u admin:{word} http://localhost/
ENTRYPOINT app --token {token}
""".encode()


@pytest.mark.parametrize("safety", [Safety.HARDENING, Safety.UNSAFE])
def test_no_secret_shows_in_what_the_transforms_for_secrets_say(safety: Safety) -> None:
    names = frozenset(("build_secret", "runtime_secret", "copied_secret"))
    result = fix(leaky(), Options(select=names, safety=safety))
    assert result.problem is None
    said = [str(each) for each in (*result.changes, *result.skips)]
    assert len(said) >= 8
    for text in said:
        assert not [kind for kind, value in _VALUES.items() if value.lower() in text.lower()], text


@pytest.mark.parametrize("kind", ["text", "json"])
def test_no_secret_shows_in_a_report(kind: str, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(leaky())
    done = subprocess.run(
        [sys.executable, "-m", "fixer", "--check", "--offline", "--format", kind, "Dockerfile"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done.stderr
    if kind == "json":
        assert json.loads(done.stdout)
    shown = done.stdout + done.stderr
    assert "build_secret" in shown or "NPM_TOKEN" in shown
    for name, value in _VALUES.items():
        assert value not in shown, name


def test_the_transforms_name_themselves() -> None:
    assert {"build_secret", "runtime_secret", "copied_secret"} <= set(transforms())


# Who reads a variable ----------------------------------------------------------------------------


def after(source: str, context: Path | None = None) -> str:
    names = frozenset(("build_secret", "runtime_secret"))
    result = fix(source.encode(), Options(select=names, safety=Safety.UNSAFE, context=context))
    assert result.problem is None
    return ";".join(change.transform for change in result.changes)


def test_the_context_tells_who_reads_a_variable(tmp_path: Path) -> None:
    source = 'FROM python:3.12\nENV FEED_TOKEN=tr0ub4dor\nRUN curl -u "$FEED_TOKEN" https://x\n'
    (tmp_path / "main.py").write_text("print('nothing')\n")
    assert after(source, tmp_path) == "build_secret"
    (tmp_path / "main.py").write_text("import os\nos.environ['FEED_TOKEN']\n")
    assert after(source, tmp_path) == "runtime_secret"
    assert after(source) == "runtime_secret"


def test_a_start_that_names_a_variable_reads_it() -> None:
    source = "FROM node:20\nENV NPM_TOKEN=tr0ub4dor\nRUN npm ci\nCMD serve --key $NPM_TOKEN\n"
    assert after(source) == "runtime_secret"
    assert after(source.replace(" --key $NPM_TOKEN", "")) == "build_secret"


def test_a_token_that_a_command_keeps_is_told() -> None:
    text = 'FROM node:20\nARG NPM_TOKEN\nRUN echo "_authToken=$NPM_TOKEN" > .npmrc && npm ci'
    names = frozenset(("build_secret",))

    def told(source: str) -> bool:
        skips = fix(source.encode(), Options(select=names)).skips
        return any(skip.reason.startswith("NPM_TOKEN stays in the layer") for skip in skips)

    assert told(f"{text}\n")
    assert not told(f"{text} && rm .npmrc\n")
