"""Give secrets to a build as secret mounts, not as arguments or variables.

The value of a build argument is in the history of the image and in its provenance, that of a
variable in its configuration, for whoever has the image. A secret mount leaves it nowhere: it is
there while the command runs that uses it. Of ARG and ENV that hold a secret by their name or their
value, those that only the build uses become `RUN --mount=type=secret,id=…,env=…` in the RUNs that
name them; where none does, in those whose programs may read them. `required=true` makes a build
without the secret fail at once, unless the Dockerfile provides for that. Mounts with `env=` need
Dockerfile syntax 1.10: `# syntax=` is put in or raised.

Who calls the build must then say `--secret id=NAME` in place of `--build-arg NAME=…`. The callers
are out of sight, so this is never done without being asked for; only an argument that nothing uses
goes by itself. A secret that a command spells out, or leaves in a file, is reported.
https://docs.docker.com/build/building/secrets/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.secret_texts import kept_in_files, written_out
from fixer.dockerfile.secret_variables import (
    ENV_MOUNTS,
    SecretVariable,
    groups,
    is_for_build,
    listed,
    moved,
    secret_variables,
)
from fixer.dockerfile.syntax_directive import require_syntax
from fixer.edit import Edit, Safety, Skip, edit


@transform(answers=["SecretsUsedInArgOrEnv", "AVD-DS-0031", "DS-0031"])
def build_secret(document: Document) -> Iterator[Edit | Skip]:
    movable = []
    for variable in secret_variables(document):
        if not is_for_build(document, variable):
            continue
        if variable.problem is not None:
            line, reason = variable.problem
            yield Skip(variable.line, f"{variable.name} cannot become a secret mount: {reason}")
        else:
            movable.append(variable)
    raised = list(_syntax(document))
    yield from raised
    syntax = not raised
    for group in groups(movable):
        used = any(variable.runs() for variable in group)
        yield edit(
            *moved(document, group, syntax=syntax and used),
            why=_why(group),
            safety=Safety.UNSAFE if used or _set(group) else Safety.HARDENING,
            line=group[0].line,
        )
        syntax = syntax and not used
    for line, kind in written_out(document, ("RUN", "COPY", "ADD", "LABEL")):
        yield Skip(line, f"{kind} stands here, for whoever has the image: revoke it")
    for line, name, where in kept_in_files(document):
        yield Skip(line, f"{name} stays in the layer, in {where}: remove it in the same RUN")


def _set(group: list[SecretVariable]) -> bool:
    return any(variable.settings or variable.is_written for variable in group)


def _why(group: list[SecretVariable]) -> str:
    names = listed(variable.name for variable in group)
    used = [variable.name for variable in group if variable.runs()]
    if not used and not _set(group):
        return f"nothing uses {names}, and what is given for it may be recorded"
    flags = " ".join(f"--secret id={name},env={name}" for name in used)
    build = f": builds give it by {flags} (build.secrets in Compose), not --build-arg"
    revoke = "what stands here" if any(v.is_written for v in group) else "values used so far"
    return (
        f"whoever has the image or the build's cache reads {names} in its history"
        f"{build if used else ', and nothing uses it'}; revoke {revoke}"
    )


def _syntax(document: Document) -> Iterator[Edit | Skip]:
    """A mount with `env=` below a directive that does not know it."""
    for instruction in document.instructions:
        if instruction.keyword == "RUN" and any(
            mount["type"] == "secret" and "env" in mount for mount in instruction.mounts
        ):
            needed = require_syntax(document, instruction, ENV_MOUNTS)
            # without any directive, it is for the builder to know; unless it was left out here
            raised = any(name == "syntax" for name, _, _ in document.directives)
            if needed and (raised or b"ignore" in document.source):
                yield edit(
                    *needed,
                    why="secrets in variables need Dockerfile syntax 1.10",
                    safety=Safety.UNSAFE,
                )
            return
