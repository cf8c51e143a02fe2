"""Have the engine ask the program whether it is well.

A process that hangs still runs: without a HEALTHCHECK the engine, Compose and Swarm take it for
well, and what depends on it starts too early. The check asks for a route that the application's own
code serves (/healthz, /health, or a plain /), else for a connection to the port that its code, its
configuration or its command line names, and it does so with what the image surely has: Python or
node where the program is written in it, bash or busybox's nc otherwise. It is asked every 30
seconds, which costs next to nothing, and may take 5; within the first 30 seconds a failure does not
count, so that the program may start slowly. A port that only EXPOSE names is no evidence that
anything listens: that is done on request. Kubernetes has probes of its own.
https://docs.docker.com/reference/dockerfile/#healthcheck
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.endpoints import Unclear, endpoint
from fixer.context.probe import probe
from fixer.context.process import configured
from fixer.dockerfile.document import Document
from fixer.dockerfile.placement import Place, put
from fixer.dockerfile.rewrite import append_instructions
from fixer.dockerfile.service import Service
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Operation, Safety, Skip, edit

OPTIONS = "--interval=30s --timeout=5s --start-period=30s"


@transform(answers=["CKV_DOCKER_2", "AVD-DS-0026", "DS-0026", "CIS-DI-0006", "DL3057"])
def healthcheck(document: Document) -> Iterator[Edit | Skip]:
    targets = target_stages(document)
    for stage in targets:
        if _has_its_own(stage) or stage.facts.family == "windows":
            continue
        found = endpoint(stage)
        if found is None:
            continue
        line = _line(stage)
        if isinstance(found, Unclear):
            yield Skip(line, f"no health check: {found.reason}")
        elif (service := _other_command(stage)) is not None:
            yield Skip(
                line, f"no health check: {service.file} runs another command as {service.name}"
            )
        elif not set(targets).isdisjoint(stage.children):
            yield Skip(line, "no health check: other images are built on this one")
        elif (words := probe(stage, found)) is None:
            yield Skip(line, "no health check: no command of the image is known to ask the port")
        else:
            safety = Safety.HARDENING if found.sure else Safety.UNSAFE
            why = f"the engine sees when it no longer answers: {found.evidence}"
            if stage.facts.has_cmd is None:
                safety = Safety.UNSAFE
                why += f"; whether {stage.root.base} has a health check is not known"
            import json

            check = f"HEALTHCHECK {OPTIONS} {document.escape}\n    CMD {json.dumps(words)}"
            yield edit(_put(document, stage, check), why=why, safety=safety, line=line)


def _has_its_own(stage: Stage) -> bool:
    """Whether the image has a health check, or none on purpose, or is for others to build on."""
    for member in stage.lineage:
        for instruction in member.instructions:
            inner = instruction.trigger or instruction
            if inner.keyword == "HEALTHCHECK" or instruction.keyword == "ONBUILD":
                return True
    document = stage.document
    reference = stage.root.reference
    if document.registry is None or reference is None or not stage.root.is_asked:
        return False
    config = document.registry.config(reference)
    return config is not None and config.healthcheck is not None


def _other_command(stage: Stage) -> Service | None:
    """A service that runs something else in the same image, which would never be well."""
    for service in stage.document.services:
        target = service.target
        mine = stage.is_last if target is None else target in (stage.name, str(stage.index))
        if mine and (service.command is not None or service.entrypoint is not None):
            return service
    return None


def _line(stage: Stage) -> int:
    return next((part for part in configured(stage) if part is not None), stage.origin).line


def _put(document: Document, stage: Stage, check: str) -> Operation:
    """Above what starts the program, and below a USER that stands there."""
    instructions = stage.instructions
    starts = [part for part in configured(stage) if part in instructions]
    if not starts:
        return append_instructions(document, (instructions or [stage.origin])[-1], [check])
    at = min(instructions.index(part) for part in starts if part is not None)
    if at and instructions[at - 1].keyword == "USER":
        return append_instructions(document, instructions[at - 1], [check])
    return put(document, Place(instructions[at]), [check])
