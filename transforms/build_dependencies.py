"""Remove, in the RUN that installs them, the packages that only compile for pip.

A compiler and header files are weight, and tools for whoever breaks in. They go once pip has built
its wheels, with `apk del` or `apt-get purge --auto-remove`, and the libraries that the compiled
modules load are installed by their own names first. Only a build and a run of the program can tell
that none is missing: so it is done with --unsafe alone.
https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.elevation import script_of
from fixer.dockerfile.rewrite import add_command_after, add_operands
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Safety, Skip, edit
from fixer.facts.build_packages import APK, APT

_TOOLS = {
    "apk": (APK, "add", "apk del"),
    "apt-get": (APT, "install", "apt-get purge -y --auto-remove"),
}
#: What may call a compiler, or is one.
_BUILDERS = frozenset(
    "pip poetry pipenv uv conda npm yarn pnpm node-gyp gem bundle cargo go make cmake gcc g++ cc"
    " c++ ld meson ninja setup.py tox nox pyinstaller cython mvn gradle composer pecl cpan cpanm R"
    " Rscript luarocks".split()
)


@transform(needs=["apk", "apt"])
def build_dependencies(stage: Stage) -> Iterator[Edit | Skip]:
    if b"pip" not in stage.document.source or stage not in target_stages(stage.document):
        return
    for tool, (known, subcommand, remove) in _TOOLS.items():
        for install in stage.commands(tool, subcommand=subcommand):
            if tool == "apt-get" and not install.has_flag("--no-install-recommends"):
                continue  # what it recommends may be listed later, by its own name
            names = [word.literal or "" for word in install.operands]
            build = [name for name in names if name in known]
            pip = _last_pip(install)
            if not build or pip is None or not _only_here(stage, install):
                continue
            there = stage.facts.packages or ()
            libraries = dict.fromkeys(library for name in build for library in known[name])
            needed = [name for name in libraries if name not in names and name not in there]
            operations = [add_operands(install, needed)] if needed else []
            yield edit(
                *operations,
                add_command_after(pip, f"{remove} {' '.join(build)}"),
                line=install.line,
                why="pip has compiled what it needs them for, and nothing in sight compiles later",
                safety=Safety.UNSAFE,
            )


def _last_pip(install: Command) -> Command | None:
    """The last pip of a RUN, if all there is succeeds or fails as a whole."""
    chain = install.chain
    if install.wrappers or install.instruction.outer or install.has_flag("-t", "--virtual"):
        return None
    if chain.block.kind != "script" or any(o.text != "&&" for o in chain.operators):
        return None
    commands = install.script.commands
    if any(_removes(command) for command in commands if command.start > install.start):
        return None
    last = [c for c in commands if _compiles(c)][-1:]
    if not last or last[0].chain is not chain or last[0].start < install.start:
        return None
    pip = last[0]
    return pip if _name(pip) == "pip" and pip.subcommand == "install" and not pip.piped else None


def _removes(command: Command) -> bool:
    return command.subcommand in ("del", "purge", "remove", "autoremove")


def _only_here(stage: Stage, install: Command) -> bool:
    """Whether nothing else compiles: not the base, no later RUN, and not what the image starts."""
    if not {"gcc", "cc", "make"}.isdisjoint(stage.facts.commands) or stage.children:
        return False
    return not any(
        _may_compile(stage, instruction)
        for instruction in stage.instructions
        if instruction.start > install.instruction.start
    )


def _may_compile(stage: Stage, instruction: Instruction) -> bool:
    if instruction.keyword == "ONBUILD":
        return True
    if instruction.keyword not in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
        return False
    script = instruction.script
    started = instruction.keyword != "RUN"
    return script.problem is not None or any(
        _compiles(command) or (not started and script_of(stage, command) is not None)
        for command in script.commands
    )


def _compiles(command: Command) -> bool:
    return _name(command) in _BUILDERS or any(
        word.text.endswith("setup.py") for word in command.words[1:]
    )


def _name(command: Command) -> str:
    name = command.name
    return "pip" if name.startswith("pip") and not name[3:].strip("0123456789.") else name
