"""Packages that pip compiles."""

from __future__ import annotations

from collections.abc import Mapping

from fixer.context.build_shapes.shape import IN_TAIL, PLAIN, Cut, behind, cut, foreign, last
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.facts.build_packages import APK, APT

_VENV = "/opt/venv"
_LISTS = ("requirements*.txt", "constraints*.txt", "requirements/*", "*.whl")
_INSTALLERS: Mapping[str, tuple[str, Mapping[str, tuple[str, ...]], str]] = {
    "apt-get": (
        "install",
        APT,
        "RUN apt-get update && apt-get install -y --no-install-recommends {}"
        " && rm -rf /var/lib/apt/lists/*",
    ),
    "apk": ("add", APK, "RUN apk add --no-cache {}"),
}


def python(stage: Stage, name: str) -> Cut | str | None:
    pip = last(stage, ("pip", "pip3"), lambda command: command.subcommand == "install")
    if pip is None or (stage.reference and (stage.reference.tag or "").startswith("2")):
        return None
    installs = [
        (command, tool)
        for tool, (subcommand, _, _) in _INSTALLERS.items()
        for command in stage.commands(tool, subcommand=subcommand)
    ]
    packages = [word.text for command, _ in installs for word in command.operands]
    known = APK if any(tool == "apk" for _, tool in installs) else APT
    if not installs or not any(package in known for package in packages):
        return None
    unknown = next((package for package in packages if package not in known), None)
    if unknown is not None:
        return f"{unknown} may be needed when the program runs"
    first = next(c for c in stage.commands("pip", "pip3") if c.subcommand == "install")
    reason = foreign(stage, pip.instruction, ("pip", "pip3"), frozenset(known), _LISTS)
    if reason or (reason := _outside_venv(stage, pip)):
        return reason
    for instruction in behind(stage, pip.instruction):
        if instruction.keyword in ("ONBUILD", "VOLUME", "SHELL"):
            return f"{instruction.keyword} on line {instruction.line} is no part of the shape"
        for command in instruction.script.commands if instruction.keyword == "RUN" else ():
            if command.name not in PLAIN | IN_TAIL:
                return f"{command.name or 'a command'} on line {command.line} may need the compiler"
    path = f"ENV PATH={_VENV}/bin:$PATH"
    libraries = dict.fromkeys(library for package in packages for library in known[package])
    lines = [_INSTALLERS[installs[0][1]][2].format(" ".join(libraries))] if libraries else []
    lines += [f"COPY --from={name} {_VENV} {_VENV}", path]
    made = (first.instruction, (f"RUN python -m venv {_VENV}", path))
    what = "a virtual environment of Python, without what compiled it"
    return cut(stage, pip.instruction, stage.base_text, lines, what, (made,))


def _outside_venv(stage: Stage, pip: Command) -> str | None:
    """What would not use the virtual environment, or does not install into it."""
    for command in stage.commands("pip", "pip3"):
        if command.has_flag("--user", "--target", "-t", "--prefix", "--root", "-e", "--editable"):
            return f"pip on line {command.line} installs into a place of its own"
        if any(wrapper.name.startswith("python") for wrapper in command.wrappers):
            return f"line {command.line} names the Python that it installs for"
    if stage.state(pip.instruction).user not in (None, "root", "0"):
        return "pip runs as another user than root"
    for instruction in behind(stage, pip.instruction):
        if b"/usr/local/" in instruction.raw or b"/usr/bin/" in instruction.raw:
            return f"line {instruction.line} names a path of the system's Python"
    return None
