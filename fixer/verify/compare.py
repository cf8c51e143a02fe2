"""What two images have in common and what not."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from fixer.verify.archive import File, Image
from fixer.verify.packages import packages
from fixer.verify.places import WITHIN, is_application

#: The configuration that counts, by the keys of an image's, and what a person calls it.
SETTINGS = {
    "User": "user",
    "Entrypoint": "entrypoint",
    "Cmd": "command",
    "WorkingDir": "working directory",
    "ExposedPorts": "ports",
    "Volumes": "volumes",
    "Healthcheck": "health check",
    "StopSignal": "stop signal",
    "Shell": "shell",
    "OnBuild": "triggers",
}
#: Labels that a builder gives: they are its own, not the image's.
_BUILDERS_LABELS = ("io.buildah.", "org.opencontainers.image.created")

#: Folders of which each one within belongs to another application.
_SHARED = frozenset({"home", "opt", "srv"})

#: Names of variables and of files that hold what nobody else may know.
_SECRET_WORD = re.compile(
    r"(?:^|_)(?:PASSWORDS?|PASSWD|PASSPHRASE|PWD|SECRETS?|TOKENS?|CREDENTIALS?|AUTH"
    r"|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SECRET_?KEY|SSH_?KEY|DEPLOY_?KEY)(?:$|_)",
    re.IGNORECASE,
)
_NOT_SECRET = frozenset({"PWD", "OLDPWD", "SSH_AUTH_SOCK"})
_ASSIGNED = re.compile(r"(?<![\w.-])([A-Za-z_]\w*)=")
_SECRET_FILE = re.compile(
    r"(?:^|/)(?:\.npmrc|\.netrc|_netrc|\.pypirc|\.git-credentials|\.pgpass|\.my\.cnf|\.htpasswd"
    r"|id_(?:rsa|dsa|ecdsa|ed25519)|\.env(?:\.(?!example$|sample$|template$)[\w.-]+)?"
    r"|\.aws/credentials|\.docker/config\.json|\.kube/config|\.config/gcloud/[^/]*credentials[^/]*)$"
)
#: Groups whose members can become root.
_ADMIN_GROUPS = frozenset({"sudo", "wheel", "admin", "docker"})


class Setting(NamedTuple):
    """A part of the configuration that is another after; "" stands for nothing."""

    name: str
    before: str
    after: str


class Group(NamedTuple):
    """Files of one folder."""

    folder: str
    files: int
    size: int


class Moved(NamedTuple):
    """Files of an application's folder that are given to somebody else, or open to others."""

    folder: str
    files: int
    #: `uid:gid`, the mode, or both: what of them is another.
    before: str
    after: str


class Set(NamedTuple):
    """Things with names, of which some are gone and some are new; sorted."""

    gone: tuple[str, ...]
    new: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


class Comparison(NamedTuple):
    """What became of an image."""

    #: Bytes of all layers.
    size: tuple[int, int]
    layers: tuple[int, int]
    user: tuple[str, str]
    settings: tuple[Setting, ...]
    files: tuple[int, int]
    gone: tuple[Group, ...]
    new: tuple[Group, ...]
    #: Files of an application that are there both times and hold something else; sizes are those
    #: after. Where it is one of a folder, its own path stands for the folder.
    changed: tuple[Group, ...]
    moved: tuple[Moved, ...]
    setuid: Set
    world_writable: Set
    packages: Set
    #: Packages in another version, `name 1 → 2`.
    versions: tuple[str, ...]
    accounts: Set
    sudo: Set
    #: What is named like a secret and is in the history, the environment or a layer.
    secrets: Set
    secrets_left: tuple[str, ...]


#: Versions of packages by their names.
Packages = Mapping[str, str]


def compare(
    before: Image, after: Image, told: tuple[Packages, Packages] | None = None
) -> Comparison:
    """Hold `after` against `before`. What is `told` of their packages is added to what is read."""
    one, other = before.files, after.files
    had, has = packages(before.texts), packages(after.texts)
    if told:
        had, has = {**had, **told[0]}, {**has, **told[1]}
    knew, knows = set(_secrets(before)), set(_secrets(after))
    return Comparison(
        size=(before.size, after.size),
        layers=(before.layers, after.layers),
        user=(user(before), user(after)),
        settings=tuple(_settings(before, after)),
        files=(_count(one), _count(other)),
        gone=_groups(one, other),
        new=_groups(other, one),
        changed=_changed(one, other),
        moved=_moved(one, other),
        setuid=_set(map(_named_setuid, _setuid(one)), map(_named_setuid, _setuid(other))),
        world_writable=_set(_world_writable(one), _world_writable(other)),
        packages=_set(had, has),
        versions=tuple(
            f"{name} {had[name]} → {has[name]}"
            for name in sorted(had.keys() & has.keys())
            if had[name] != has[name]
        ),
        accounts=_set(_accounts(before), _accounts(after)),
        sudo=_set(_sudo(before), _sudo(after)),
        secrets=_set(knew, knows),
        secrets_left=tuple(sorted(knew & knows)),
    )


def user(image: Image) -> str:
    """Who it runs as, as it is written down; root is written even where nothing is."""
    return str(image.config.get("User") or "root")


def _set(before: Iterable[str], after: Iterable[str]) -> Set:
    one, other = set(before), set(after)
    return Set(tuple(sorted(one - other)), tuple(sorted(other - one)))


def _settings(before: Image, after: Image) -> Iterator[Setting]:
    one, other = before.config, after.config
    for key, name in SETTINGS.items():
        if (said := _written(one.get(key))) != (says := _written(other.get(key))):
            yield Setting(name, said, says)
    for word, had, has in (
        ("variable", _environment(before), _environment(after)),
        ("label", _labels(before), _labels(after)),
    ):
        for key in sorted({**had, **has}):
            if had.get(key) != has.get(key):
                hidden = word == "variable" and is_secret(key)
                values = (each.get(key, "") for each in (had, has))
                yield Setting(f"{word} {key}", *("…" if v and hidden else v for v in values))


#: The options of HEALTHCHECK by what they are in the configuration, where times are nanoseconds.
_TIMES = {
    "Interval": "interval",
    "Timeout": "timeout",
    "StartPeriod": "start-period",
    "StartInterval": "start-interval",
}


def _health_check(value: Mapping[str, Any]) -> str:
    """A health check as a Dockerfile has it."""
    import json

    options = [
        f"--{name}={value[key] / 1e9:g}s"
        for key, name in _TIMES.items()
        if isinstance(value.get(key), int)
    ]
    if value.get("Retries"):
        options.append(f"--retries={value['Retries']}")
    kind, *words = value["Test"] or ["NONE"]
    command = (
        " ".join(map(str, words)) if kind == "CMD-SHELL" else json.dumps(words, ensure_ascii=False)
    )
    return " ".join([*options, "NONE" if kind == "NONE" else f"CMD {command}"])


def _written(value: object) -> str:
    """A part of the configuration as one text."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, Mapping) and all(each in ({}, None) for each in value.values()):
        return " ".join(sorted(map(str, value)))
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and isinstance(value.get("Test"), list):
        return _health_check(value)
    import json

    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _environment(image: Image) -> dict[str, str]:
    pairs = (str(each).partition("=") for each in image.config.get("Env") or ())
    return {name: value for name, _, value in pairs}


def _labels(image: Image) -> dict[str, str]:
    labels = image.config.get("Labels") or {}
    return {
        str(name): str(value)
        for name, value in labels.items()
        if not str(name).startswith(_BUILDERS_LABELS)
    }


def _count(files: Mapping[str, File]) -> int:
    return sum(file.kind != "d" for file in files.values())


def _groups(these: Mapping[str, File], without: Mapping[str, File]) -> tuple[Group, ...]:
    """Files that are not there on the other side, by folder; those with most bytes come first.

    A folder that is not there either is told in the name of the topmost such one.
    """
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path, file in these.items():
        if path not in without and file.kind != "d":
            folder = os.path.dirname(path)
            while (above := os.path.dirname(folder)) and folder not in without:
                if above in without:
                    break
                folder = above
            counts[folder] += 1
            sizes[folder] += file.size
    return tuple(
        Group("/" + folder, counts[folder], sizes[folder])
        for folder in sorted(counts, key=lambda each: (-sizes[each], -counts[each], each))
    )


def _changed(before: Mapping[str, File], after: Mapping[str, File]) -> tuple[Group, ...]:
    """Files with other contents, by folder; the folders with most of them come first."""
    folders: dict[str, list[str]] = {}
    for path, was in before.items():
        now = after.get(path)
        # What has no digest is not of an application, or another each time.
        if now and was.digest and now.digest and was.digest != now.digest:
            folders.setdefault(os.path.dirname(path), []).append(path)
    return tuple(
        Group(
            "/" + (paths[0] if len(paths) == 1 else folder),
            len(paths),
            sum(after[path].size for path in paths),
        )
        for folder, paths in sorted(folders.items(), key=lambda each: (-len(each[1]), each[0]))
    )


def _moved(before: Mapping[str, File], after: Mapping[str, File]) -> tuple[Moved, ...]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for path, was in before.items():
        now = after.get(path)
        if now is None or now.kind != was.kind or was.kind == "l" or not is_application(path):
            continue
        if now[1:4] != was[1:4]:
            counts[_folder(path, was), *_owners(was, now)] += 1
    return tuple(
        Moved("/" + folder, count, was, now) for (folder, was, now), count in sorted(counts.items())
    )


def _folder(path: str, file: File) -> str:
    """The folder that a change of owner is told of: the first, or below one of the system's."""
    parts = (path if file.kind == "d" else os.path.dirname(path)).split("/")
    depth = 3 if path.startswith(WITHIN) else 2 if parts[0] in _SHARED else 1
    return "/".join(parts[:depth])


def _owners(was: File, now: File) -> tuple[str, str]:
    """Of owner and mode, what is another."""
    owners = f"{was.uid}:{was.gid}", f"{now.uid}:{now.gid}"
    modes = f"{was.mode:04o}", f"{now.mode:04o}"
    others = [pair for pair in (owners, modes) if pair[0] != pair[1]]
    return " ".join(pair[0] for pair in others), " ".join(pair[1] for pair in others)


def _setuid(files: Mapping[str, File]) -> Iterator[tuple[str, File]]:
    return ((p, file) for p, file in files.items() if file.kind == "f" and file.mode & 0o6000)


def _named_setuid(found: tuple[str, File]) -> str:
    path, file = found
    bits = [name for name, bit in (("setuid", 0o4000), ("setgid", 0o2000)) if file.mode & bit]
    return f"/{path} ({', '.join(bits)})"


def _world_writable(files: Mapping[str, File]) -> Iterator[str]:
    """Files that everyone may write, and folders in which everyone may replace another's file."""
    for path, file in files.items():
        if file.mode & 0o002:
            if file.kind == "f" or (file.kind == "d" and not file.mode & 0o1000):
                yield f"/{path}"


def _lines(image: Image, path: str) -> list[list[str]]:
    text = image.texts.get(path, b"").decode("utf-8", "replace")
    return [line.split(":") for line in text.splitlines() if ":" in line]


def _accounts(image: Image) -> Iterator[str]:
    passwords = {line[0]: line[1] for line in _lines(image, "etc/shadow") if len(line) > 1}
    for fields in _lines(image, "etc/passwd"):
        if len(fields) >= 7:
            name, password, uid, gid = fields[:4]
            kept = passwords.get(name, "") if password == "x" else password
            if not kept and name in passwords:
                how = ", no password needed"
            else:
                how = ", a password set" if kept.startswith("$") else ""
            yield f"{name} ({uid}:{gid}, {fields[6]}{how})"


def _sudo(image: Image) -> Iterator[str]:
    """What lets somebody become root: programs, rules, members of groups."""
    for folder in ("usr/bin", "bin", "usr/sbin", "usr/local/bin"):
        for program in ("sudo", "doas"):
            if f"{folder}/{program}" in image.files:
                yield f"/{folder}/{program}"
    for path, text in image.texts.items():
        if path.startswith("etc/sudoers"):
            for line in text.decode("utf-8", "replace").splitlines():
                rule = " ".join(line.split())
                if rule and not rule.startswith(("#", "@include", "Defaults")):
                    yield f"/{path}: {rule}"
    for fields in _lines(image, "etc/group"):
        if fields[0] in _ADMIN_GROUPS and len(fields) >= 4:
            for member in filter(None, fields[3].split(",")):
                yield f"{member} in the group {fields[0]}"


def is_secret(name: str) -> bool:
    """Whether a variable is named as one that holds a secret."""
    return bool(_SECRET_WORD.search(name)) and name.upper() not in _NOT_SECRET


def _secrets(image: Image) -> Iterator[str]:
    """Names only: what they hold is not read."""
    for name in _environment(image):
        if is_secret(name):
            yield f"variable {name}"
    for command, _ in image.history:
        for found in _ASSIGNED.finditer(command):
            if is_secret(found[1]):
                yield f"{found[1]} in the history"
    for path in image.ever:
        if _SECRET_FILE.search(path):
            hidden = "" if path in image.files else " in a layer below"
            yield f"/{path}{hidden}"
