"""The ARG and ENV of a Dockerfile that hold secrets, who uses them, and how they move to mounts.

A secret is looked at as a whole: all places that hold it, under its own name or as another
(`ENV NODE_AUTH_TOKEN=$NPM_TOKEN`), and all instructions that its value reaches. Either all of it
moves, or nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fixer.dockerfile.arguments import add_run_flags
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import delete_instruction
from fixer.dockerfile.secrets import WORDS, holds_secret, is_secret_name, may_hold_secret
from fixer.dockerfile.stages import Environment, Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.syntax_directive import require_syntax
from fixer.dockerfile.targets import target_stages
from fixer.dockerfile.words import WordError, expand
from fixer.edit import Operation, Splice, Unable
from fixer.later import NamedTuple, regex

if TYPE_CHECKING:
    from fixer.dockerfile.shell import Command

#: `env=` of a secret mount is known from this version of the Dockerfile syntax on.
ENV_MOUNTS = (1, 10)

#: `$NAME`, `${NAME}` or `${NAME:-default}` and nothing else.
_REFERENCE = regex(r"[\"']?\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))[\"']?")
#: Programs that no variable of these kinds makes do anything else.
_INERT = frozenset(
    (
        *("apt-get", "apt", "apk", "yum", "dnf", "microdnf", "zypper", "pacman", "dpkg", "rpm"),
        *("rm", "mkdir", "cp", "mv", "ln", "chmod", "chown", "chgrp", "touch", "cat", "ls", "cd"),
        *("echo", "printf", "set", "true", ":", "test", "[", "sed", "grep", "tar", "unzip"),
        *("gzip", "useradd", "groupadd", "adduser", "addgroup", "usermod", "locale-gen", "find"),
        *("update-ca-certificates", "curl", "wget", "gpg", "apt-key", "export", "which", "sleep"),
        *("apt-mark", "add-apt-repository", "tee", "install", "sha256sum", "ldconfig", "date"),
    )
)
_INSTALLERS = frozenset(
    (
        *("pip", "pip3", "npm", "yarn", "pnpm", "bundle", "gem", "composer", "poetry", "uv", "go"),
        *("cargo", "conda", "mamba", "pipenv", "corepack", "rustup", "git", "pecl", "cpan"),
    )
)
#: Their subcommands that run no code of the application's, those that clean up among them.
_INSTALLS = frozenset(
    (
        *("", "install", "i", "ci", "add", "mod", "get", "sync", "update", "config", "fetch"),
        *("clone", "cache", "clean", "store", "clear-cache", "cleanup"),
    )
)
_NODE = frozenset(("npm", "npx", "yarn", "pnpm", "pnpx", "bun", "lerna", "nx", "turbo"))
_PYTHON = frozenset(("python", "python3", "pip", "pip3", "uv", "poetry", "pipenv", "pdm"))
#: Names that programs know by themselves, and which ones.
_READERS = (
    (regex(r"AWS_\w+"), frozenset(("aws", "sam", "cdk", "terraform", "dvc", "s3cmd", "make"))),
    (regex(r"BUNDLE_\w+"), frozenset(("bundle", "bundler"))),
    (regex(r"(?:PIP|UV|POETRY|TWINE)_\w+"), _PYTHON | {"twine"}),
    (regex(r"CARGO_\w+"), frozenset(("cargo",))),
    (regex(r"SENTRY_\w+"), _NODE | {"sentry-cli", "gradle", "gradlew"}),
    (regex(r"(?:HF|HUGGING_?FACE)_\w+"), frozenset(("huggingface-cli", "hf", "python", "python3"))),
    (regex(r"(?:TURBO|NX|VERCEL|NETLIFY)_\w+"), _NODE | {"vercel", "netlify"}),
    (regex(r"(?:GH|GITHUB)_\w+"), frozenset(("gh", "composer", "mise", "nix", "eget"))),
    (regex(r"VAULT_\w+"), frozenset(("vault",))),
    (regex("COMPOSER_AUTH"), frozenset(("composer",))),
    (regex("DOCKER_AUTH_CONFIG"), frozenset(("docker", "skopeo", "crane", "buildah"))),
    (
        regex("SECRET_KEY_BASE|RAILS_MASTER_KEY"),
        frozenset(("rails", "rake", "bundle", "bin/rails", "ruby")),
    ),
)
#: The same, but through a file that names the variable.
_READERS_BY_FILE = ((regex(r"\w*NPM_?TOKEN|NODE_AUTH_TOKEN|(?:NPM|YARN)_\w+"), _NODE),)
#: What runs code that may ask for any variable.
_LIKELY = (
    _NODE
    | _PYTHON
    | frozenset(
        (
            *("node", "bundle", "rails", "rake", "gem", "ruby", "composer", "php", "go", "cargo"),
            *("mvn", "mvnw", "gradle", "gradlew", "dotnet", "nuget", "mix", "swift", "make", "sbt"),
            *("cmake", "conan", "gh", "aws", "terraform", "sentry-cli", "bazel", "mise", "lein"),
        )
    )
)
#: Names that only package tools and their configuration know.
_OF_BUILDS = regex(
    r"(?:NPM|YARN|BUNDLE|PIP|UV|POETRY|CARGO|TWINE|TURBO|NX|NUGET|CI|GEMFURY)_\w+|NODE_AUTH_TOKEN"
    r"|COMPOSER_AUTH|SENTRY_AUTH_TOKEN|DOCKER_AUTH_CONFIG|\w*NPM_?TOKEN|VSS_NUGET\w*"
)
#: Files that name a variable without being a part of what runs.
_NOT_RUN = regex(
    r"(?:.*/)?(?:.*dockerfile.*|.*compose[^/]*\.ya?ml|\.npmrc|\.yarnrc.*|pip\.conf|requirements.*"
    r"|bunfig\.toml|\.github/.*|\.gitlab-ci\.yml|Jenkinsfile|.*\.md|\.env.*|Makefile)",
    re.IGNORECASE,
)
#: As much of a build context is searched for names, in files and bytes.
_FILES = 2000
_BYTES = 16 * 1024 * 1024


class Holder(NamedTuple):
    """A word of an ARG or ENV that holds a secret."""

    #: None where it is a global argument.
    stage: Stage | None
    instruction: Instruction
    #: Which of the instruction's words it is.
    at: int
    #: The variable that it sets.
    name: str
    #: Quotes gone; None where there is no value, or another variable stands in it.
    value: str | None
    #: The variable whose value it takes on.
    source: str | None = None


class SecretVariable:
    """A secret that an ARG or ENV holds."""

    def __init__(self, name: str, holders: list[Holder]) -> None:
        self.name = name
        self.holders = holders
        #: The RUN instructions that name it, and under which names they know it.
        self.named: dict[Instruction, list[str]] = {}
        #: Those that do not, but whose programs may read it from their environment.
        self.implied: dict[Instruction, list[str]] = {}
        #: Why it cannot move: the line and the reason.
        self.problem: tuple[int, str] | None = None
        #: What starts in the container names it.
        self.is_started = False
        #: A build without it is meant to work.
        self.optional = False

    @property
    def line(self) -> int:
        """Where a reader looks for it: the place that has the value, or is given it, 1-based."""
        first = [h for h in self.holders if h.value] or self.holders
        return first[0].instruction.line

    def runs(self, runtime: bool = False) -> dict[Instruction, list[str]]:
        """The RUN instructions that are given it, and under which names.

        `runtime`: it is the program that reads it, and of the RUNs that do not name it only those
        that run the application's own code.
        """
        implied = self.implied
        if runtime:
            implied = {run: names for run, names in implied.items() if own_code(run)}
        return _joined(self.named, implied)

    @property
    def settings(self) -> list[Holder]:
        """The ENV words that hold it."""
        return [h for h in self.holders if h.instruction.keyword == "ENV"]

    @property
    def is_written(self) -> bool:
        """Its value stands in the Dockerfile."""
        return any(h.value and holds_secret(h.name, h.value) for h in self.holders)


def secret_variables(document: Document) -> list[SecretVariable]:
    """The secrets that ARG and ENV hold, in the order of their first place."""
    return document.once("secret variables", lambda: list(_variables(document)))


def _variables(document: Document) -> Iterator[SecretVariable]:
    words = document.words
    if not any(trace in words for trace in WORDS) and not may_hold_secret(document.source):
        return
    holders = list(_holders(document))
    names = dict.fromkeys(h.name for h in holders if _is_secret(h))
    for name in names:
        own = [h for h in holders if h.name == name]
        aliases = [h for h in holders if h.source == name and h.name != name]
        if not any(_is_secret(h) for h in own):
            continue
        variable = SecretVariable(name, own + [a for a in aliases if a.name not in names])
        _follow(document, variable)
        yield variable


def _holders(document: Document) -> Iterator[Holder]:
    places: list[tuple[Stage | None, list[Instruction]]] = [(None, document.global_arguments)]
    places += [(stage, stage.instructions) for stage in document.stages]
    for stage, instructions in places:
        for instruction in instructions:
            if instruction.keyword not in ("ARG", "ENV"):
                continue
            if not (b"$" in instruction.raw or may_hold_secret(instruction.raw)):
                continue
            if instruction.keyword == "ENV":
                pairs = [(name, True, value) for name, value in instruction.pairs]
            else:
                words = [word.text.partition("=") for word in instruction.words]
                pairs = [(name, bool(equals), value) for name, equals, value in words]
            for index, (name, given, value) in enumerate(pairs):
                source = _REFERENCE.fullmatch(value)
                yield Holder(
                    stage,
                    instruction,
                    index,
                    name,
                    _literal(value, instruction) if given else None,
                    (source[1] or source[3]) if source else None,
                )


class _Unknown(Environment):
    """Every variable is one whose value is not known."""

    def __getitem__(self, name: str) -> str | None:
        return None


def _literal(value: str, instruction: Instruction) -> str | None:
    try:
        text, certain = expand(value, _Unknown(), instruction.escape)
    except WordError:
        return None
    return text if certain else None


def _is_secret(holder: Holder) -> bool:
    """Whether what a word sets is a secret, or is meant to be given one."""
    if holder.value is not None and holder.value.strip("{}[] "):
        return holds_secret(holder.name, holder.value)
    if holder.instruction.keyword == "ENV" or not is_secret_name(holder.name):
        return False
    return holder.source is None or holder.source == holder.name


# Where it goes -----------------------------------------------------------------------------------


def _follow(document: Document, variable: SecretVariable) -> None:
    names = {h.name for h in variable.holders}
    own = {id(h.instruction) for h in variable.holders}
    implied: dict[Instruction, list[str]] = {}
    patterns = {name: _Pattern(name) for name in names}
    unread: Instruction | None = None
    for holder in variable.holders:
        pattern = patterns[holder.name]
        if holder.instruction.keyword == "ARG" and holder.value is not None:
            variable.optional |= not holder.value.strip("{}[] ")
        if holder.instruction.keyword == "ENV" and holder.value is None and holder.source is None:
            _fail(variable, holder.instruction, "its value is put together of several")
            continue
        if holder.stage is None:
            for stage in document.stages:
                if pattern.refers(stage.origin):
                    _fail(variable, stage.origin, "FROM uses it")
            continue
        family = holder.stage.facts.family
        if family == "windows" or (family == "unknown" and document.escape == "`"):
            _fail(variable, holder.instruction, "Windows has no secrets in variables")
            continue
        for stage, instruction in _scope(holder):
            keyword = instruction.keyword
            if keyword == "ONBUILD" and pattern.names(instruction):
                _fail(variable, instruction, "ONBUILD uses it, in builds of other Dockerfiles")
            elif keyword == "RUN":
                if not stage.state(instruction).posix and instruction.exec_form is None:
                    unread = unread or instruction
                    if holder.name in instruction.logical:
                        _fail(variable, instruction, "its shell is none that is known")
                elif any(pattern.refers_in(flag.text) for flag in instruction.flags):
                    _fail(variable, instruction, "a flag of RUN uses it")
                elif any(mount.get("env") == holder.name for mount in instruction.mounts):
                    continue
                elif pattern.names(instruction):
                    variable.optional |= pattern.is_optional(instruction)
                    _note(variable.named, instruction, holder.name)
                elif _may_read(instruction):
                    _note(implied, instruction, holder.name)
            elif keyword in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
                if holder.instruction.keyword == "ENV" and pattern.names(instruction):
                    variable.is_started = True
            elif keyword in ("ENV", "ARG"):
                if id(instruction) not in own and pattern.refers(instruction):
                    _fail(variable, instruction, f"{keyword} makes another value of it")
            elif keyword != "SHELL" and pattern.refers(instruction):
                _fail(variable, instruction, f"{keyword} uses it, and has no access to secrets")
    if unread is not None and not variable.named:
        _fail(variable, unread, "its shell is none that is known")
    said = {name for found in variable.named.values() for name in found}
    for name in sorted(names):
        if name == variable.name and len(names) > 1:
            continue  # it is there to set the other
        for instruction in _readers(name, [i for i in implied if name in implied[i]], name in said):
            _note(variable.implied, instruction, name)


def _joined(*parts: dict[Instruction, list[str]]) -> dict[Instruction, list[str]]:
    out: dict[Instruction, list[str]] = {}
    for part in parts:
        for instruction, names in part.items():
            for name in names:
                _note(out, instruction, name)
    return out


def _fail(variable: SecretVariable, instruction: Instruction, reason: str) -> None:
    variable.problem = variable.problem or (instruction.line, reason)


def _note(runs: dict[Instruction, list[str]], instruction: Instruction, name: str) -> None:
    names = runs.setdefault(instruction, [])
    if name not in names:
        names.append(name)


class _Pattern:
    """What finds a variable's name."""

    def __init__(self, name: str) -> None:
        escaped = re.escape(name)
        self._reference = re.compile(rf"\$(?:\{{\s*{escaped}\b|{escaped}\b)")
        bare = name != name.lower()
        self._named = re.compile(rf"(?<!\w){escaped}(?!\w)" if bare else self._reference.pattern)
        self._optional = re.compile(rf"-[nz]\s+\"?\$\{{?{escaped}\b|\$\{{{escaped}:?[-+]")

    def refers(self, instruction: Instruction) -> bool:
        return self.refers_in(instruction.logical)

    def refers_in(self, text: str) -> bool:
        return self._reference.search(text) is not None

    def names(self, instruction: Instruction) -> bool:
        return self._named.search(_text(instruction)) is not None

    def is_optional(self, instruction: Instruction) -> bool:
        return self._optional.search(_text(instruction)) is not None


def _text(instruction: Instruction) -> str:
    bodies = "".join(
        heredoc.content(instruction.raw).decode("utf-8", "surrogateescape")
        for heredoc in instruction.heredocs
    )
    return f"{instruction.logical}\n{bodies}" if bodies else instruction.logical


def _scope(holder: Holder) -> Iterator[tuple[Stage, Instruction]]:
    """The instructions that see what a word sets: those behind it, and of stages built on it."""
    assert holder.stage is not None
    instructions = holder.stage.instructions
    for instruction in instructions[instructions.index(holder.instruction) + 1 :]:
        yield holder.stage, instruction
    for stage in holder.stage.children:
        for instruction in stage.instructions:
            yield stage, instruction


def _may_read(run: Instruction) -> bool:
    if run.script.problem is not None or not run.script.commands:
        return True
    return any(command.name not in _INERT for command in run.script.commands)


def _readers(name: str, runs: list[Instruction], is_named: bool) -> list[Instruction]:
    """Of the RUNs that may read a variable without naming it, those that are taken to do so."""
    known = _READERS if is_named else _READERS + _READERS_BY_FILE
    for pattern, tools in known:
        if pattern.fullmatch(name):
            found = [
                run
                for run in runs
                if any(
                    c.name in tools and not (is_named and _installs(c)) for c in run.script.commands
                )
            ]
            if found or is_named:
                return found
    if is_named:
        return []
    return [run for run in runs if any(map(_is_likely, run.script.commands))] or runs


def _is_likely(command: Command) -> bool:
    """Whether a command runs code that may ask for any variable."""
    first = command.words[0].text if command.words else ""
    return command.name in _LIKELY or "/" in first or command.name.endswith(".sh")


def own_code(run: Instruction) -> bool:
    """Whether a RUN runs code of the application, which may read what the application reads."""
    return any(_is_likely(c) and not _installs(c) for c in run.script.commands)


def _installs(command: Command) -> bool:
    """Whether a command only brings packages, which ask for no variable of the application."""
    return command.name in _INSTALLERS and command.subcommand in _INSTALLS


# What reads it in the container ------------------------------------------------------------------


def is_for_build(document: Document, variable: SecretVariable) -> bool:
    """Whether only the build uses it, as far as can be seen."""
    lineages = {stage for target in target_stages(document) for stage in target.lineage}
    if not any(holder.stage in lineages for holder in variable.settings):
        return True
    if variable.is_started:
        return False
    names = {holder.name for holder in variable.settings}
    of_builds = all(map(_OF_BUILDS.fullmatch, names))
    if not (of_builds or variable.named):
        return False
    named = names_in_context(document, names)
    return of_builds if named is None else not named


def names_in_context(document: Document, names: Iterable[str]) -> bool | None:
    """Whether a file of the build context that may run names one; None where that is unknown."""
    from fixer.context.files import context_of

    context = context_of(document)
    if context is None:
        return None
    wanted = re.compile(rb"\b(?:" + b"|".join(re.escape(n.encode()) for n in names) + rb")\b")
    files = size = 0
    for path in context.listing():
        if _NOT_RUN.fullmatch(path):
            continue
        data = context.read(path)
        if data is None:
            continue
        files, size = files + 1, size + len(data)
        if files > _FILES or size > _BYTES:
            return None
        if wanted.search(data):
            return True
    return False if files else None


def listed(names: Iterable[str]) -> str:
    """Names as a sentence has them: `A`, `A and B`, `A, B and C`."""
    *rest, last = dict.fromkeys(names)
    return f"{', '.join(rest)} and {last}" if rest else last


# How it moves ------------------------------------------------------------------------------------


def groups(variables: Iterable[SecretVariable]) -> list[list[SecretVariable]]:
    """The secrets that move together, for they stand in one instruction."""
    out: list[list[SecretVariable]] = []
    for variable in variables:
        places = {id(holder.instruction) for holder in variable.holders}
        joined = [variable]
        rest = []
        for group in out:
            if any(id(h.instruction) in places for other in group for h in other.holders):
                joined = [*group, *joined]
            else:
                rest.append(group)
        out = [*rest, joined]
    return sorted(out, key=lambda group: group[0].line)


def moved(
    document: Document,
    variables: Iterable[SecretVariable],
    *,
    syntax: bool,
    runtime: bool = False,
) -> list[Operation | Unable]:
    """Takes secrets out of ARG and ENV, and gives them to the RUNs that use them as mounts.

    `syntax`: it is also seen to that the Dockerfile's syntax knows such mounts. `runtime`: it is
    the program that reads them; a RUN that may read them as well can do without.
    """
    out: list[Operation | Unable] = []
    gone: dict[int, tuple[Instruction, set[int]]] = {}
    for variable in variables:
        for holder in variable.holders:
            _, indexes = gone.setdefault(id(holder.instruction), (holder.instruction, set()))
            indexes.add(holder.at)
        for run, names in variable.runs(runtime).items():
            optional = variable.optional or (runtime and run not in variable.named)
            required = "" if optional else ",required=true"
            flags = [
                f"--mount=type=secret,id={variable.name},env={name}{required}" for name in names
            ]
            out.append(add_run_flags(run, flags))
            if syntax:
                out += require_syntax(document, run, ENV_MOUNTS)
                syntax = False
    out += [_without_words(document, *each) for each in gone.values()]
    return out


def _without_words(
    document: Document, instruction: Instruction, indexes: set[int]
) -> Operation | Unable:
    words = instruction.words
    if instruction.legacy_pair and instruction.keyword == "ENV":
        return delete_instruction(document, instruction)
    if len(indexes) == len(words):
        return delete_instruction(document, instruction)
    kept = [at for at in range(len(words)) if at not in indexes]
    splices = []
    for at in sorted(indexes):
        if at < kept[-1]:
            start = instruction.raw_offset(words[at].start)
            stop = instruction.raw_offset(words[at + 1].start)
        elif at == kept[-1] + 1:
            start = instruction.raw_end(words[kept[-1]].end)
            stop = instruction.raw_end(words[-1].end)
        else:
            continue
        if b"\n" in instruction.raw[start:stop] and b"#" in _between(instruction, start, stop):
            return Unable(instruction, "a comment stands beside it")
        splices.append(Splice(instruction.start + start, instruction.start + stop, b""))
    return Operation(instruction, tuple(splices))


def _between(instruction: Instruction, start: int, stop: int) -> bytes:
    """The comment lines of a stretch of an instruction."""
    lines = instruction.raw[start:stop].split(b"\n")[1:]
    return b"\n".join(line for line in lines if line.lstrip().startswith(b"#"))
