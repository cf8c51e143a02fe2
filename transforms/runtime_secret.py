"""Leave out of the image the secrets that its program gets from variables.

An ENV is in the configuration of the image: whoever can pull it reads every password and key that
stands there, and so does whoever has the Dockerfile. The variable goes, and the container is given
it when it is started: `docker run --env-file`, `env_file` or `secrets` of Compose, a Secret of
Kubernetes. A value that was published must be revoked; to take it out does not make it unknown.

Without the variable the program may not start, so this is never done without being asked for.
Placeholders, paths and public keys are no secrets.
https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.document import Document
from fixer.dockerfile.secret_texts import written_out
from fixer.dockerfile.secret_variables import (
    SecretVariable,
    groups,
    is_for_build,
    listed,
    moved,
    secret_variables,
)
from fixer.edit import Edit, Safety, Skip, edit


@transform(answers=["SecretsUsedInArgOrEnv", "AVD-DS-0031", "DS-0031", "CIS-DI-0010"])
def runtime_secret(document: Document) -> Iterator[Edit | Skip]:
    movable = []
    for variable in secret_variables(document):
        if is_for_build(document, variable):
            continue
        if variable.problem is not None:
            _, reason = variable.problem
            revoke = "; revoke the value that stands here" if variable.is_written else ""
            yield Skip(variable.line, f"{variable.name} stays in the image: {reason}{revoke}")
        else:
            movable.append(variable)
    syntax = True
    for group in groups(movable):
        used = any(variable.runs(runtime=True) for variable in group)
        yield edit(
            *moved(document, group, syntax=syntax and used, runtime=True),
            why=_why(group),
            safety=Safety.UNSAFE,
            line=group[0].line,
        )
        syntax = syntax and not used
    for line, kind in written_out(document, ("CMD", "ENTRYPOINT", "HEALTHCHECK")):
        yield Skip(line, f"{kind} stands here, for whoever has the image: revoke it")


def _why(group: list[SecretVariable]) -> str:
    names = listed(variable.settings[0].name for variable in group)
    used = [variable.name for variable in group if variable.runs(runtime=True)]
    build = f"; builds give it by --secret id={used[0]}" if used else ""
    revoke = "; revoke what stands here" if any(v.is_written for v in group) else ""
    return (
        f"whoever has the image reads {names} in it: give it to the container instead "
        f"(docker run --env-file, Compose env_file, a Kubernetes Secret){build}{revoke}"
    )
