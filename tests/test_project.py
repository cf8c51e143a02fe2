"""What a project says of itself, and where its source is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer.context.files import Context
from fixer.context.project import Project, project_of, source_url, web_address
from fixer.engine import Options, fix
from fixer.facts.listening import listening_ports


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/team/shop.git", "https://github.com/team/shop"),
        ("https://user:s3cret@github.com/team/shop.git", "https://github.com/team/shop"),
        ("https://oauth2:token@git.example.com:8443/a/b/c/", "https://git.example.com:8443/a/b/c"),
        ("https://ghp_token@github.com/team/shop?x=secret#y", "https://github.com/team/shop"),
        ("git@github.com:team/shop.git", "https://github.com/team/shop"),
        ("ssh://git@git.example.com:2222/team/shop.git", "https://git.example.com/team/shop"),
        ("git://git.example.com/shop", "https://git.example.com/shop"),
        ("github-work:team/shop.git", None),
        ("/srv/git/shop.git", None),
        ("../shop", None),
        ("file:///srv/git/shop", None),
        ("C:\\git\\shop", None),
        ("ext::sh -c id", None),
        ('https://github.com/team/sh"op', None),
        ("https://github.com/team/$(id)", None),
        ("https://[::1/x", None),
        ("", None),
    ],
)
def test_a_remote_becomes_an_address_without_credentials(remote: str, address: str | None) -> None:
    assert web_address(remote) == address


def repository(folder: Path, text: str) -> Path:
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "config").write_text(text)
    return folder


def test_the_remote_named_origin_counts(tmp_path: Path) -> None:
    text = (
        '[core]\n\tbare = false\n[remote "fork"]\n\turl = https://example.com/fork\n'
        '[remote "origin"]\n\tfetch = +refs/heads/*\n\turl = git@example.com:team/shop.git\n'
    )
    root = repository(tmp_path / "shop", text)
    inner = root / "services" / "api"
    inner.mkdir(parents=True)
    assert source_url(str(inner)) == "https://example.com/team/shop"


def test_includes_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text('[remote "origin"]\n\turl = https://example.com/stolen\n')
    root = repository(tmp_path / "shop", f"[include]\n\tpath = {tmp_path / 'other'}\n")
    assert source_url(str(root)) is None


@pytest.mark.parametrize("kind", ["file", "link", "link to the configuration", "too large"])
def test_only_a_repository_of_its_own_is_read(kind: str, tmp_path: Path) -> None:
    text = '[remote "origin"]\n\turl = https://example.com/other\n'
    other = repository(tmp_path / "other", text)
    root = tmp_path / "shop"
    root.mkdir()
    if kind == "file":
        (root / ".git").write_text(f"gitdir: {other / '.git'}\n")
    elif kind == "link":
        (root / ".git").symlink_to(other / ".git")
    elif kind == "too large":
        repository(root, "#" * 70000 + "\n" + text)
    else:
        (root / ".git").mkdir()
        (root / ".git" / "config").symlink_to(other / ".git" / "config")
    assert source_url(str(root)) is None


def test_the_source_goes_into_the_image(tmp_path: Path) -> None:
    root = repository(
        tmp_path / "shop", '[remote "origin"]\n\turl = https://me:pass@example.com/team/shop\n'
    )
    options = Options(select=frozenset(("oci_labels",)), context=root)
    after = fix(b"FROM scratch\nCOPY shop /\n", options).after
    label = b'LABEL org.opencontainers.image.source="https://example.com/team/shop"\n'
    assert after == b"FROM scratch\nCOPY shop /\n" + label


@pytest.mark.parametrize(
    ("name", "text", "project"),
    [
        (
            "pyproject.toml",
            '[tool.poetry]\nname = "a"\nversion = "1.2"\nlicense = "MIT"\n',
            Project("a", "1.2", "MIT"),
        ),
        (
            "pyproject.toml",
            '[project]\nname = "a"\ndynamic = ["version"]\nlicense = {text = "BSD-3-Clause"}\n',
            Project("a", None, "BSD-3-Clause"),
        ),
        ("package.json", '{"name": "a", "version": "0.0.0"}', Project("a", None, None)),
        ("package.json", '{"name": ["a"], "version": 3}', Project(None, None, None)),
        (
            "Cargo.toml",
            '[package]\nname = "a"\nversion = "1.0.0-rc.1"\n',
            Project("a", "1.0.0-rc.1"),
        ),
        ("Cargo.toml", "[workspace]\n", None),
        ("package.json", "[" * 100000, None),
        ("pyproject.toml", "not = [toml", None),
    ],
)
def test_what_a_manifest_says(
    name: str, text: str, project: Project | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    assert project_of(Context(str(tmp_path))) == project


@pytest.mark.parametrize(
    ("command", "ports"),
    [
        ("gunicorn -b 0.0.0.0:8000 app:app", {8000}),
        ("gunicorn --bind=[::]:9080 -b :9081 app:app", {9080, 9081}),
        ("uvicorn app:app --port 8000", {8000}),
        ("python3.12 -m uvicorn app:app --port=8001", {8001}),
        ("python -m http.server 8080 --directory /srv", {8080}),
        ("python manage.py runserver 0.0.0.0:8000", {8000}),
        ("/usr/local/bin/php -S 0.0.0.0:80 -t public", {80}),
        ("gunicorn --bind 0.0.0.0:$PORT app:app", None),
        ("gunicorn --bind unix:/run/app.sock app:app", None),
        ("gunicorn -c gunicorn.conf.py app:app", None),
        ("python app.py --port 8000", None),
        ("uvicorn app:app --port", None),
        ("", None),
    ],
)
def test_the_ports_that_a_command_line_names(command: str, ports: set[int] | None) -> None:
    assert listening_ports(command.split()) == ports
