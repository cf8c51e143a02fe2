"""Leave out documentation and weak dependencies when dnf installs.

Nobody reads a manual in an image. Weak dependencies are what a package recommends: useful on a
machine, more to patch in an image; as nothing here tells which of them a program needs, leaving
them out is for `--unsafe`. yum knows weak dependencies since it is dnf (RHEL 8, Amazon Linux 2023).
The official images of Fedora and CentOS are configured without documentation.
https://docs.fedoraproject.org/en-US/packaging-guidelines/WeakDependencies/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.rewrite import add_flag
from fixer.dockerfile.shell import Command
from fixer.dockerfile.stages import Stage
from fixer.edit import Edit, Safety, Skip, edit
from fixer.facts.tools import without_recommends

_TOOLS = ("dnf", "dnf5", "yum", "microdnf")
_INSTALLS = ("install", "localinstall", "groupinstall")
_NODOCS = "--setopt=tsflags=nodocs"
#: What tells that documentation is wanted, or is read in the build.
_READERS = (b"/usr/share/doc", b"/usr/share/man", b"/usr/share/info", b"missing-docs", b"man-db")


@transform(needs=["dnf", "microdnf", "yum"])
def dnf_weak_deps(stage: Stage) -> Iterator[Edit | Skip]:
    source = stage.document.source
    for command in stage.commands(*_TOOLS, subcommand=_INSTALLS):
        words = [word.text for word in command.words]
        if not any("tsflags" in word or word in ("--nodocs", "--no-docs") for word in words):
            if reason := _documented(stage):
                yield Skip(command.line, reason)
            elif not _configured(stage):
                yield edit(
                    add_flag(command, "--nodocs" if command.name == "microdnf" else _NODOCS),
                    why="nobody reads the documentation of a package in an image",
                    safety=Safety.HARDENING,
                    line=command.line,
                )
                continue  # the other flag has the same place: in the next round
        known = without_recommends(command.name, words) or b"install_weak_deps" in source.replace(
            b"--setopt=install_weak_deps", b""
        )
        if not known and _has_weak_deps(command, stage):
            value = "0" if command.name == "microdnf" else "False"
            yield edit(
                add_flag(command, f"--setopt=install_weak_deps={value}"),
                why="what a package only recommends is installed too; what needs it is not known",
                safety=Safety.UNSAFE,
                line=command.line,
            )


def _documented(stage: Stage) -> str:
    """Why documentation has to be installed, or nothing."""
    source = stage.document.source
    for reader in _READERS:
        if reader in source:
            return f"{reader.decode()} is named in the file: documentation may be wanted"
    return ""


def _configured(stage: Stage) -> bool:
    """Whether a configuration file has the last word on documentation."""
    source = stage.document.source.replace(_NODOCS.encode(), b"").replace(b"--nodocs", b"")
    reference = stage.root.reference
    official = reference is not None and reference.repository == "library/centos"
    return b"nodocs" in source or official or stage.facts.family == "fedora"


def _has_weak_deps(command: Command, stage: Stage) -> bool:
    if command.name != "yum":
        return True
    facts = stage.facts
    major = (facts.release or "").partition(".")[0]
    if facts.family == "rhel":
        return major.isdigit() and int(major) >= 8
    return facts.family == "fedora" or (facts.family == "amazonlinux" and major == "2023")
