"""What belongs into no image, and what of it a build or a program needs all the same.

Each kind is judged for all its places in a context together, and becomes one pattern, or a reason.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator

from fixer.deploy.sent import Entry, Sent, Take
from fixer.edit import Safety
from fixer.facts.secret_files import secret_file, shows_secret
from fixer.later import NamedTuple, regex


class Unwanted(NamedTuple):
    """A pattern to exclude, or where `keep` is set, why it is not."""

    pattern: str
    why: str
    safety: Safety = Safety.HARDENING
    keep: str = ""


#: Made anew by whoever misses them, and read by nothing else.
_CACHES = {
    "__pycache__": "Python's compiled files",
    ".pytest_cache": "pytest's cache",
    ".mypy_cache": "mypy's cache",
    ".ruff_cache": "ruff's cache",
    ".hypothesis": "Hypothesis' examples",
    ".tox": "tox's environments",
    ".nox": "nox's environments",
    ".nyc_output": "coverage data",
    ".coverage": "coverage data",
    ".eslintcache": "ESLint's cache",
    ".parcel-cache": "Parcel's cache",
    ".turbo": "Turborepo's cache",
    ".gradle": "Gradle's cache",
    ".DS_Store": "a folder's looks on macOS",
    "Thumbs.db": "a folder's looks on Windows",
}
_EDITORS = {".idea": "an editor's settings", ".vscode": "an editor's settings"}
_HISTORIES = {".git": "git", ".hg": "Mercurial", ".svn": "Subversion"}
_SECRET_FOLDERS = {
    ".aws": "AWS credentials",
    ".ssh": "SSH keys",
    ".gnupg": "GnuPG's keys",
    ".kube": "a cluster's credentials",
    ".terraform": "Terraform's state",
}
#: The names that make a look at a context worth while, wherever they stand in it.
NAMES = frozenset(
    {
        *_CACHES, *_EDITORS, *_HISTORIES, *_SECRET_FOLDERS, "node_modules", ".venv", "venv",
        "target", "dist", "build", "out", "obj", ".next", ".npmrc", ".netrc", ".pypirc", ".docker",
        "id_rsa", "id_ed25519",
    }
)  # fmt: skip

#: More places than this are told by `**/`.
_PLACES = 3
_ENV = regex(r"\.env(?:\.[\w-]+)*")
_NO_SECRETS = frozenset(
    ("example", "sample", "template", "dist", "defaults", "default", "schema", "test", "tpl", "ci")
)


def unwanted(sent: Sent) -> Iterator[Unwanted]:
    """What of a context is sent and belongs into no image."""
    yield from _history(sent)
    yield from _environment(sent)
    yield from _secrets(sent)
    yield from _modules(sent)
    yield from _virtual_environments(sent)
    yield from _built(sent)
    for name, what in _CACHES.items():
        yield from _plain(sent, name, f"**/{name}", what, Safety.SAFE)
    yield from _compiled(sent)
    for name, what in _EDITORS.items():
        yield from _plain(sent, name, "", what, Safety.HARDENING)


def _places(sent: Sent, wanted: Callable[[Entry], bool]) -> list[Entry]:
    """The entries of a kind that some build takes with a folder; none that is named is left."""
    return [entry for entry in sent.tree.entries if wanted(entry) and sent.taken_whole(entry.path)]


def _patterns(sent: Sent, places: list[Entry], name: str) -> list[str]:
    """How to write the places: each, or all that are called so."""
    if len(places) > _PLACES and sent.tree.complete:
        return [f"**/{name}"]
    return [escaped(entry.path) for entry in places]


def escaped(path: str) -> str:
    """A path as a pattern that means nothing else."""
    out = "".join(f"\\{ch}" if ch in "*?[\\" else ch for ch in path)
    return f"\\{out}" if out.startswith(("!", "#")) else out


def _unless_named(
    sent: Sent,
    places: list[Entry],
    patterns: Iterable[str],
    make: Callable[[str], Unwanted],
) -> Iterator[Unwanted]:
    for pattern in patterns:
        takes = (sent.named(entry.path, pattern) for entry in places)
        take = next((each for each in takes if each is not None), None)
        made = make(pattern)
        if take is not None:
            made = made._replace(keep=f"{_at(take)} names {take.source}")
        yield made


def _at(take: Take) -> str:
    file = posixpath.basename(take.document.path or "Dockerfile")
    return f"{take.instruction.keyword} in {file} (line {take.instruction.line})"


def _plain(sent: Sent, name: str, pattern: str, what: str, safety: Safety) -> Iterator[Unwanted]:
    places = _places(sent, lambda entry: entry.name == name)
    if places:
        patterns = [pattern] if pattern else _patterns(sent, places, name)
        yield from _unless_named(sent, places, patterns, lambda p: Unwanted(p, what, safety))


# The history -------------------------------------------------------------------------------------

_GIT_ELSEWHERE = frozenset(("clone", "config", "init", "ls-remote", "version", "--version"))
_GIT = regex(rb"\bgit\b")
_ASKS_GIT = regex(
    rb"\bgit\s+(?:-C\s|--git-dir|describe|rev-parse|rev-list|log\b|ls-files|ls-tree|show\b|status"
    rb"|diff|symbolic-ref|tag\b|branch|submodule|shortlog|hash-object|name-rev)"
    rb"|[\"']git[\"']\s*,\s*(?:\[|[\"'](?!url))|\w\(\s*\[?\s*[\"']git[\"'\s]|\.git/(?:HEAD|refs|index|logs|config)|vcs\.revision"
    rb"|(?:join|resolve)\([^()\n]{0,99}[\"']\.git[\"']|/\s*[\"']\.git[\"']"
    rb"|setuptools[_-](?:scm|git)|hatch-vcs|versioneer|\bpbr\b|dunamai|versioningit|flit[_-]scm"
    rb"|poetry-dynamic-versioning|incremental-vcs|git[_-]?(?:python|commit-id|version|revision"
    rb"|describe|rev-sync|repo-info|info)|simple-git|isomorphic-git|nodegit|lefthook|vergen"
    rb"|shadow-rs|MinVer|Nerdbank|GitInfo|sourcelink|nebula\.release|buildnumber-maven|pygit2|git2"
)


def _history(sent: Sent) -> Iterator[Unwanted]:
    for name, what in _HISTORIES.items():
        places = _places(sent, lambda entry, name=name: entry.name == name)  # type: ignore[misc]
        if not places:
            continue
        why = f"the whole history of {what}: what was ever removed from it is still there"
        keep = _needs_history(sent) if name == ".git" else ""
        yield from _unless_named(
            sent,
            places,
            _patterns(sent, places, name),
            lambda pattern, why=why, keep=keep: Unwanted(  # type: ignore[misc]
                pattern, why, keep=keep
            ),
        )


def _needs_history(sent: Sent) -> str:
    for command in sent.commands("git"):
        others = [other.subcommand for other in command.script.commands if other.name == "git"]
        if "clone" not in others and "init" not in others:
            if command.subcommand not in _GIT_ELSEWHERE:
                return f"RUN asks git (line {command.line})"
    for command in sent.commands("go"):
        if any(word.text.startswith("-buildvcs") for word in command.words):
            if not command.has_flag("-buildvcs=false"):
                return f"RUN go writes the revision into the program (line {command.line})"
    path = sent.says(_ASKS_GIT, _of_build(sent))
    if path is not None:
        return f"{path} may ask git"
    if not sent.tree.build_read or (not sent.tree.all_read and _has_git(sent)):
        return "there is more in the folder than is looked at, and something may ask git"
    return ""


def _has_git(sent: Sent) -> bool:
    """Whether a program could ask git, since it may be there."""
    return any(
        _GIT.search(document.source)
        or any("git" in stage.facts.commands for stage in document.stages)
        or any(stage.facts.family == "unknown" for stage in document.stages)
        for document in sent.everyone
    )


def _of_build(sent: Sent) -> list[str]:
    """The texts but those that only a person runs: Makefiles and scripts that no build names."""
    makes = any(True for _ in sent.commands("make", "gmake", "just", "task"))
    sources = b"\n".join(document.source for document in sent.everyone)
    out = []
    for path, data in sent.tree.texts().items():
        name = posixpath.basename(path)
        if name.lower() in ("makefile", "gnumakefile", "justfile") or name.endswith(".mk"):
            if not makes:
                continue
        elif name.endswith((".sh", ".bash", ".ps1", ".bat")) or data.startswith(b"#!/bin/"):
            if not makes and not _is_run(name, sources, sent):
                continue
        out.append(path)
    return out


def _is_run(name: str, sources: bytes, sent: Sent) -> bool:
    text = os.fsencode(name)
    if text in sources:
        return True
    texts = sent.tree.texts()
    return any(
        text in data and not path.endswith(("/" + name, "Makefile")) and path != name
        for path, data in texts.items()
    )


# Secrets -----------------------------------------------------------------------------------------

_READS_ENV = regex(
    rb"dotenv|environs|decouple|pydantic[_-]settings|BaseSettings|read_env\(|import\.meta\.env"
    rb"|--env-file|env-cmd|loadEnv|parse_env|(?<![\w)\]}$*])\.env(?![\w-])"
)
_FRAMEWORK = regex(
    rb"\"(?:next|nuxt|vite|react-scripts|gatsby|astro|parcel|expo|bun|prisma|@prisma/client"
    rb"|@vue/cli-service|@nestjs/config|@sveltejs/kit|@remix-run/[\w-]+|laravel/framework"
    rb"|symfony/(?:dotenv|framework-bundle|runtime)|vlucas/phpdotenv)\"\s*:"
)
_RUN_WITH_ENV = ("foreman", "honcho", "forego", "overmind", "goreman", "pipenv", "bun", "deno")


def _environment(sent: Sent) -> Iterator[Unwanted]:
    places = [
        entry
        for entry in _places(sent, lambda entry: bool(_ENV.fullmatch(entry.name)))
        if not entry.is_folder and _NO_SECRETS.isdisjoint(entry.name.split("."))
    ]
    if not places:
        return
    against = _reads_environment(sent)
    for entry in places:
        why = "the settings of whoever builds it, often with passwords"
        yield from _unless_named(
            sent,
            [entry],
            [escaped(entry.path)],
            lambda pattern, why=why: _unless(Unwanted(pattern, why), against),  # type: ignore[misc]
        )


def _unless(made: Unwanted, against: str) -> Unwanted:
    if not against:
        return made
    return made._replace(why=f"{made.why}; against it: {against}", safety=Safety.UNSAFE)


def _reads_environment(sent: Sent) -> str:
    for document in sent.everyone:
        file = posixpath.basename(document.path or "Dockerfile")
        if _READS_ENV.search(document.source):
            return f"{file} reads such a file"
        for name in _RUN_WITH_ENV:
            if name.encode() in document.source:
                return f"{name} in {file} reads such a file"
    path = sent.says(_READS_ENV) or sent.says(_FRAMEWORK, _manifests(sent))
    if path is not None:
        return f"{path} may read it, and the image would lose its settings"
    return "" if sent.tree.all_read else "there is more in the folder than is looked at"


def _manifests(sent: Sent) -> list[str]:
    names = ("package.json", "composer.json")
    return [path for path in sent.tree.texts() if posixpath.basename(path) in names]


#: What `fixer.facts.secret_files` calls them.
_KEY = "a private key"


def _secrets(sent: Sent) -> Iterator[Unwanted]:
    for name, what in _SECRET_FOLDERS.items():
        places = _places(sent, lambda entry, name=name: entry.name == name)  # type: ignore[misc]
        if places:
            who = sent.mentioned(name)
            against = f"{who} mentions {name}" if who else ""
            made = _unless(Unwanted("", what), against)
            yield from _unless_named(
                sent,
                places,
                _patterns(sent, places, name),
                lambda pattern, made=made: made._replace(pattern=pattern),  # type: ignore[misc]
            )
    for entry in sent.tree.entries:
        if entry.is_folder or _ENV.fullmatch(entry.name):
            continue
        known = secret_file(entry.path)
        if known is None or not sent.taken_whole(entry.path):
            continue
        if not known.certain and not shows_secret(sent.tree.read(entry.path)):
            continue
        # keys are looked for in the home folder, the others where the command runs
        readers = () if known.what == _KEY else known.readers
        reader = next(sent.commands(*readers), None) if readers else None
        if reader is not None:
            keep = f"{reader.name} may read it (line {reader.line})"
            yield Unwanted(escaped(entry.path), known.what, keep=keep)
            continue
        who = sent.mentioned(entry.name, entry.path)
        ending = posixpath.splitext(entry.name)[1]
        who = who or (sent.mentioned(f"*{ending}", entry.path) if ending else None)
        against = f"{who} mentions it" if who else ""
        if entry.name == "master.key":
            against = "Rails reads it"
        if not who and not sent.tree.all_read:
            against = "there is more in the folder than is looked at"
        made = _unless(Unwanted(escaped(entry.path), known.what), against)
        yield from _unless_named(sent, [entry], [made.pattern], lambda _, made=made: made)  # type: ignore[misc]


# What a build makes ------------------------------------------------------------------------------

_NODE = ("npm", "yarn", "pnpm", "bun", "cnpm", "lerna", "rush")
_INSTALLS = ("install", "i", "ci", "clean-install", "bootstrap", "add")
_DEVELOPMENT = ("--omit=dev", "--production", "--only=production", "--only=prod", "--prod", "-P")


def _modules(sent: Sent) -> Iterator[Unwanted]:
    places = _places(sent, lambda entry: entry.is_folder and entry.name == "node_modules")
    if not places:
        return
    why = "packages of another machine, which lie over those that the build installs"
    keep, against = "", ""
    installs = [
        command
        for command in sent.commands(*_NODE)
        if command.subcommand in _INSTALLS or (command.name == "yarn" and not command.subcommand)
    ]
    installing = {id(command.instruction) for command in installs}
    taking = [take.document for entry in places for take in sent.taken_whole(entry.path)]
    for document in taking:
        runs = {id(each) for stage in document.stages for each in stage.run_instructions}
        if not installing & runs:
            file = posixpath.basename(document.path or "Dockerfile")
            keep = f"nothing in {file} installs packages: the image takes these"
    manifests = {entry.path for entry in sent.tree.entries if entry.name == "package.json"}
    for entry in places:
        folder = posixpath.dirname(entry.path)
        beside = f"{folder}/package.json" if folder else "package.json"
        if beside not in manifests:
            keep = keep or f"no package.json lies beside {entry.path}"
    if len({posixpath.dirname(entry.path) for entry in places}) > 1 and len(installs) < 2:
        if not any("workspace" in path for path in sent.tree.texts()) and not _workspaces(sent):
            keep = keep or "packages are installed in one folder, and more than one has them"
    if installs and all(command.has_flag(*_DEVELOPMENT) for command in installs):
        if any(c.subcommand in ("run", "build") for c in sent.commands(*_NODE, "npx")):
            against = "only production's packages are installed, and something is built with them"
    yield from _unless_named(
        sent,
        places,
        _patterns(sent, places, "node_modules"),
        lambda pattern: _unless(Unwanted(pattern, why, keep=keep), against),
    )


def _workspaces(sent: Sent) -> bool:
    return b'"workspaces"' in sent.tree.texts().get("package.json", b"")


_MAKES_ENVIRONMENT = ("python", "python3", "uv", "virtualenv", "poetry", "pipenv", "pdm", "hatch")


def _virtual_environments(sent: Sent) -> Iterator[Unwanted]:
    places = _places(
        sent,
        lambda entry: (
            entry.is_folder
            and entry.name in (".venv", "venv", "env")
            and os.path.isfile(os.path.join(sent.tree.root, entry.path, "pyvenv.cfg"))
        ),
    )
    makes = any(
        any(word.text in ("venv", "sync", "install", "virtualenv") for word in command.words[1:])
        for command in sent.commands(*_MAKES_ENVIRONMENT)
    )
    for entry in places:
        who = sent.mentioned(f"{entry.name}/", entry.path)
        keep = "" if makes or who is None else f"{who} names it, and no RUN makes it"
        why = "Python's environment of another machine"
        yield from _unless_named(
            sent,
            [entry],
            [escaped(entry.path)],
            lambda pattern, keep=keep, why=why: Unwanted(pattern, why, keep=keep),  # type: ignore[misc]
        )


#: What makes a folder: the folder, the file beside it that says so, and the commands.
_BUILDERS: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (("target",), ("Cargo.toml",), ("cargo",), ("build", "install", "chef", "run")),
    (("target",), ("pom.xml",), ("mvn", "mvnw"), ()),
    (("build",), ("build.gradle", "build.gradle.kts"), ("gradle", "gradlew"), ()),
    (("bin", "obj"), (".csproj", ".fsproj", ".vbproj"), ("dotnet",), ("build", "publish")),
    (("dist", "build", "out", ".next", ".nuxt"), ("package.json",), _NODE, ("run", "build")),
)


def _built(sent: Sent) -> Iterator[Unwanted]:
    """Output of builds, where git is told to leave it out and the image builds its own."""
    ignored = _git_ignores(sent)
    files: dict[str, set[str]] = {}
    for entry in sent.tree.entries:
        if not entry.is_folder:
            files.setdefault(posixpath.dirname(entry.path), set()).add(entry.name)
    for names, manifests, programs, subcommands in _BUILDERS:
        places = _places(
            sent,
            lambda entry, names=names, manifests=manifests: (
                entry.is_folder  # type: ignore[misc]
                and entry.name in names
                and any(f.endswith(manifests) for f in files.get(posixpath.dirname(entry.path), ()))
            ),
        )
        if not places:
            continue
        building = {
            id(command.instruction)
            for command in sent.commands(*programs)
            if not subcommands or command.subcommand in subcommands
        }
        for entry in places:
            if not ignored.intersection((entry.name, entry.path, entry.name.capitalize())):
                continue
            takes = sent.taken_whole(entry.path)
            idle = next((take for take in takes if not _builds(take, building)), None)
            keep = f"{_at(idle)} takes it, and nothing there builds it" if idle else ""
            why = "a build's output of another machine, and the image makes its own"
            yield from _unless_named(
                sent,
                [entry],
                [escaped(entry.path)],
                lambda pattern, why=why, keep=keep: Unwanted(  # type: ignore[misc]
                    pattern, why, keep=keep
                ),
            )


def _builds(take: Take, building: set[int]) -> bool:
    """Whether what is taken is built behind it, in the stage or in one that is built on it."""
    return any(
        id(run) in building and (stage is not take.stage or run.start >= take.instruction.start)
        for stage in (take.stage, *take.stage.children)
        for run in stage.run_instructions
    )


def _git_ignores(sent: Sent) -> set[str]:
    """The names that `.gitignore` has, brackets for both cases undone."""
    text = sent.tree.read(".gitignore").decode("utf-8", "replace")
    out = set()
    for line in text.split("\n"):
        name = line.strip().removeprefix("**").strip("/").replace("[Bb]", "b").replace("[Oo]", "o")
        out.add(name.removesuffix("/*").removesuffix("/**"))
    return out


def _compiled(sent: Sent) -> Iterator[Unwanted]:
    """Compiled Python beside its source; alone it is the program."""
    places = _places(
        sent, lambda entry: entry.name.endswith((".pyc", ".pyo")) and not entry.is_folder
    )
    if not places or not sent.tree.complete:
        return
    there = {entry.path for entry in sent.tree.entries}
    keep = next((p.path for p in places if p.path[:-1] not in there), "")
    for ending in sorted({entry.name[-4:] for entry in places}):
        own = [entry for entry in places if entry.name.endswith(ending)]
        yield from _unless_named(
            sent,
            own,
            [f"**/*{ending}"],
            lambda pattern: Unwanted(
                pattern,
                "Python's compiled files",
                Safety.SAFE,
                f"{keep} has no source beside it" if keep else "",
            ),
        )
