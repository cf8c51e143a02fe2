"""Have images say what they are made of, and how they were built.

With `sbom: true` the builder writes down every package of the image, with `provenance: mode=max`
the sources, the commands and the base images: what a scanner needs to tell a year later whether an
image holds what was found weak today. Both lie beside the image in the registry, which is why it
must be pushed there, by a builder that can do so (`docker/setup-buildx-action`).
https://docs.docker.com/build/ci/github-actions/attestations/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.workflow import Step, Workflow
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Operation, Unable, Value, edit

_BUILD = "docker/build-push-action"
_BUILDX = "docker/setup-buildx-action"
#: The first version that knows both inputs.
_KNOWS = 4


@transform(on_request=True)
def build_attestations(workflow: Workflow) -> Iterator[Edit | Skip]:
    able = {
        id(step.job)
        for step in workflow.steps()
        if step.action == _BUILDX and step.input("driver") in (None, "docker-container", "remote")
    }
    for step in workflow.steps():
        if step.action != _BUILD or "attests" in step.inputs:
            continue
        missing = [name for name in ("sbom", "provenance") if name not in step.inputs]
        said = (step.input("provenance") or "").lower()
        if said == "true":
            missing.append("provenance")
        if not missing:
            continue
        if said == "false":
            yield Skip(step.line, f"{step.name} says provenance: false")
            continue
        if reason := _unable(step, id(step.job) in able):
            yield Skip(step.line, f"{step.name} writes no attestations: {reason}")
            continue
        values: dict[str, Value] = {"sbom": True, "provenance": "mode=max"}
        holder, file = step.keys["with"], workflow.file
        operations: list[Operation | Unable] = [
            file.set(holder, name, values[name], "push") for name in missing
        ]
        why = f"{step.name} pushes an image that does not say what it is made of"
        safety = Safety.HARDENING
        if "provenance" in missing and "secrets." in (step.input("build-args") or ""):
            why += "; against it: mode=max writes down its build arguments, a secret among them"
            safety = Safety.UNSAFE
        yield edit(*operations, why=why, safety=safety, line=step.line)


def _unable(step: Step, buildx: bool) -> str:
    """Why the step cannot write attestations; empty where it can."""
    outputs = step.input("outputs") or ""
    if step.version is None:
        return "which version of the action it uses is not plain"
    if step.version < _KNOWS:
        return f"version {step.version} of the action does not know both"
    if (step.input("load") or "false").lower() != "false":
        return "the image is loaded into the engine, which may not take them"
    if outputs and not ("type=registry" in outputs or "push=true" in outputs):
        return "its output is not plainly a registry"
    if not outputs and (step.input("push") or "false").lower() == "false":
        return "the image is not pushed"
    return "" if buildx else f"the job has no {_BUILDX}, and the engine's own builder writes none"
