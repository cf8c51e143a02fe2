"""The command `fix verify`: one Dockerfile after the other, and what came of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from fixer.verify.behaviour import Asked
from fixer.verify.builders import Build, Builder, builder
from fixer.verify.process import Failed as Failed
from fixer.verify.verify import Verification, Wanted, verify

if TYPE_CHECKING:
    from fixer.dockerfile.service import Service
    from fixer.engine import Options
    from fixer.workspace.registries import Asked as Registries
    from fixer.workspace.run import Job, Outcome

Form = Literal["text", "json", "markdown"]


class Settings(NamedTuple):
    """What the command line says of building and running; the words are its own."""

    #: Further arguments for the builder.
    more: tuple[str, ...] = ()
    builder_name: str | None = None
    service: str | None = None
    args: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    ssh: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    platform: str | None = None
    network: str | None = None
    commands: tuple[tuple[str, ...], ...] = ()
    requests: tuple[tuple[int, str], ...] = ()
    health: bool = True
    run_network: str | None = None
    run_args: tuple[str, ...] = ()
    wait: float = 60.0
    timeout: float = 3600.0
    max_builds: int = 20
    keep: bool = False
    logs: str | None = None


def run(
    jobs: Sequence[Job],
    registries: Registries | None,
    settings: Settings,
    form: Form,
    tell: Callable[[str], None],
    warn: Callable[[str], None],
    *,
    write: bool = False,
    show: bool = False,
    plain: bool = True,
) -> int:
    """Verify each job, give the report to `tell` and errors to `warn`; return the exit code.

    With `write`, what verified replaces the file. With `show`, `warn` is given the builder's
    output. Raises Failed where there is no builder.
    """
    from fixer.report import verification as report
    from fixer.report.text import shown, shown_path

    found = builder(settings.builder_name)
    if not found.runs and (settings.commands or settings.requests):
        raise Failed(f"{found.name} runs no images: --run and --http need docker or podman")
    objects: list[dict[str, Any]] = []
    dropped = failed = False
    for job in jobs:
        try:
            made, patch = _one(job, registries, settings, found, warn if show else None, write)
        except Failed as error:
            warn(f"{shown_path(job.path)}: error: {shown(str(error))}")
            objects.append(report.error(job.path, str(error)))
            failed = True
            continue
        dropped = dropped or bool(made.dropped)
        failed = failed or made.status in ("before_fails", "not_verified")
        if form == "json":
            objects.append(report.as_object(made, patch))
        elif form == "markdown":
            tell(report.markdown(made))
        elif plain:
            tell(report.text(made))
        else:
            import click

            bold, faint = (
                (lambda t: click.style(t, bold=True)),
                (lambda t: click.style(t, dim=True)),
            )
            tell(report.text(made, bold=bold, faint=faint))
    if form == "json":
        tell(report.document(objects))
    elif not jobs:
        tell("no Dockerfile found\n")
    if failed:
        return 2
    return 1 if dropped and not write else 0


def _one(
    job: Job,
    registries: Registries | None,
    settings: Settings,
    found: Builder,
    say: Callable[[str], None] | None,
    write: bool,
) -> tuple[Verification, bytes]:
    """Verify one Dockerfile. Raises Failed."""
    from fixer.patch import unified
    from fixer.report.text import shown
    from fixer.workspace.read import ReadError, read
    from fixer.workspace.run import fix_source
    from fixer.workspace.write import WriteError, replace

    if job.problem or job.options is None:
        raise Failed(job.problem)
    try:
        source = read(job.path)
    except ReadError as error:
        raise Failed(str(error)) from error

    def fixer(options: Options) -> tuple[Outcome, bytes]:
        return fix_source(source, job._replace(options=options), "check", registries)

    options, build = _build(job.path, source, job.options, settings)
    asked = Asked(
        settings.commands,
        settings.requests,
        settings.health and found.runs,
        settings.run_network,
        settings.run_args,
        settings.wait,
    )
    wanted = Wanted(build, asked, settings.max_builds, settings.keep, settings.logs)
    tell = None if say is None else lambda line: say(shown(line))
    made = verify(job.path, source, options, fixer, found, wanted, tell)
    if write and made.status == "verified":
        try:
            replace(job.path, source, made.text)
        except WriteError as error:
            raise Failed(f"not written: {error}") from error
    patch = unified(job.path, source, made.text) if made.text != source else b""
    return made, patch


def _build(path: str, source: bytes, options: Options, settings: Settings) -> tuple[Options, Build]:
    """How the image is built: as the command line says, then as its service does."""
    from fixer.context.root import context_folder
    from fixer.dockerfile.document import Document
    from fixer.dockerfile.syntax import DockerfileError

    if options.top is not None:
        with suppress(DockerfileError):
            folder = context_folder(Document(source), options.context, options.top)
            options = options._replace(context=folder, top=None)
    folder = os.path.dirname(os.path.realpath(path))
    service = _service(options, settings.service)
    args: tuple[str, ...] = ()
    target, context = options.target, options.context
    if service:
        args = tuple(k if v is None else f"{k}={v}" for k, v in service.args.items())
        target = target or service.target
        context = service.context or context
        if context is None:
            raise Failed(f"the context of {service.name} is not known: give it with --context")
        options = options._replace(context=context, target=target)
    return options, Build(
        context=os.path.realpath(context or folder),
        target=target,
        args=(*args, *settings.args),
        secrets=settings.secrets,
        ssh=settings.ssh,
        platform=settings.platform,
        network=settings.network,
        contexts=settings.contexts,
        more=settings.more,
        timeout=settings.timeout,
    )


def _service(options: Options, name: str | None) -> Service | None:
    """The service of that name; without one, the only one there is."""
    services = options.services
    if name is None:
        return services[0] if len(services) == 1 else None
    for service in services:
        if service.name == name:
            return service
    known = ", ".join(service.name for service in services) or "none"
    raise Failed(f"no service or target named {name!r} is built from it; there is {known}")
