"""The commands `fix pr` and `fix review`: arguments in, exit code out."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from fixer import cli
from fixer.invocation import DONE, FAILED, ask_registries, end_in_order, say, writer

if TYPE_CHECKING:
    from fixer.forge.bot import Done, Settings
    from fixer.forge.site import Site


def _names(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> Any:
    return tuple(name.strip().removeprefix("@") for each in value for name in each.split(","))


def _forge_options() -> list[click.Parameter]:
    return [
        cli.Option(
            ["--forge", "kind"],
            type=click.Choice(["github", "gitlab", "gitea"]),
            help="What the host is, if its name does not say so. gitea: Forgejo, too.",
        ),
        cli.Option(
            ["--api"],
            metavar="URL",
            help="Where the forge answers, if not where its kind usually does.",
        ),
        cli.Option(
            ["--format", "form"],
            type=click.Choice(["text", "json"]),
            default="text",
            help="The form of the report.",
        ),
        cli.Option(["--dry-run"], is_flag=True, help="Send nothing; show what would be sent."),
    ]


def _shared() -> list[click.Parameter]:
    """The options that say what is fixed, and how."""
    from fixer.config import Wanted

    names = {*Wanted._fields, "quiet"} - {"context", "target"}  # those are of one Dockerfile
    return [each for each in cli.files.params if each.name in names]


def command() -> click.Command:
    """The command `pr`."""

    def several(flag: str, name: str, metavar: str, help: str, **extra: Any) -> click.Option:
        return cli.Option([flag, name], metavar=metavar, multiple=True, help=help, **extra)

    options: list[click.Parameter] = [
        click.Argument(["repository"], metavar="[REPOSITORY]...", nargs=-1),
        several("--path", "only", "PATH", "Look there only, from the repository's root."),
        cli.Option(
            ["--repos"],
            metavar="FILE",
            type=cli.PathName(exists=True, dir_okay=False),
            help="The repositories, one on a line.",
        ),
        cli.Option(["--organisation", "--org"], metavar="NAME", help="All repositories of it."),
        cli.Option(
            ["--resume"],
            metavar="FILE",
            type=cli.PathName(dir_okay=False),
            help="Note there which repositories are done, and pass over those.",
        ),
        cli.Option(["--base"], metavar="BRANCH", help="If not the default branch."),
        cli.Option(
            ["--branch-prefix", "prefix"],
            metavar="NAME",
            help="Branches are called NAME/…. Default: fixer, or fixer-refresh with --refresh. "
            "Runs with other options on the same repository need a prefix each.",
        ),
        cli.Option(
            ["--group-by"],
            type=click.Choice(["all", "folder", "codeowners", "transform", "base-image"]),
            default="all",
            help="What has a pull request of its own. Default: all, one for the repository.",
        ),
        cli.Option(
            ["--max-open", "most"],
            metavar="N",
            type=click.IntRange(min=1),
            default=10,
            help="How many may be open at once in a repository. Default: 10.",
        ),
        cli.Option(
            ["--title-prefix"], metavar="TEXT", default="", help="What titles begin with: chore:"
        ),
        several("--label", "labels", "NAME", "A label.", callback=_names),
        several("--reviewer", "reviewers", "NAME", "A reviewer; a team has a /.", callback=_names),
        cli.Option(
            ["--codeowners", "owners"], is_flag=True, help="Ask the files' owners for a review."
        ),
        several("--assignee", "assignees", "NAME", "An assignee.", callback=_names),
        cli.Option(["--draft"], is_flag=True, help="Open drafts."),
        cli.Option(["--author"], metavar="'NAME <MAIL>'", help="If not as git is configured."),
        cli.Option(["--signoff"], is_flag=True, help="Add Signed-off-by."),
        cli.Option(["--sign/--no-sign"], default=None, help="If not as commit.gpgSign says."),
        cli.Option(
            ["--push-only"], is_flag=True, help="Push the branches, and open no pull request."
        ),
        cli.Option(
            ["--recreate"], is_flag=True, help="Propose again what was closed or merged before."
        ),
        cli.Option(
            ["--verify"],
            is_flag=True,
            help="Build before and after; propose only what verified.",
        ),
        cli.Option(
            ["--builder"],
            type=click.Choice(["docker", "podman", "buildah"]),
            help="With --verify: what builds.",
        ),
        cli.Option(["--network"], metavar="NAME", help="With --verify: the builds' network."),
        *_forge_options(),
    ]
    return click.Command(
        "pr",
        callback=_pr,
        params=[*_shared(), *options],
        options_metavar="[OPTIONS]",
        help="Propose the changes as pull requests. Each REPOSITORY is a checkout, whose remote is "
        "worked on and whose files are left alone, or a URL; without any it is the current folder.",
        epilog="Exit codes: 0 done; 2 wrong usage, or some repository failed. Tokens come from "
        "GITHUB_TOKEN, GITLAB_TOKEN, GITEA_TOKEN or FORGEJO_TOKEN, or from git's credential "
        "program.",
    )


def _pr(repository: tuple[str, ...], quiet: bool, **said: Any) -> int:
    """See to one repository after the other."""
    from fixer.forge.bot import propose
    from fixer.forge.many import Progress, each
    from fixer.forge.site import NoToken, site

    end_in_order()
    form, kind, api = said.pop("form"), said.pop("kind"), said.pop("api")
    push_only, dry_run = said.pop("push_only"), said["dry_run"]
    repos, organisation = said.pop("repos"), said.pop("organisation")
    progress = Progress(None if dry_run else said.pop("resume", None))
    said.pop("resume", None)
    settings = _settings(said)
    wanted = _repositories(repository, repos, organisation, kind, api)

    def one(address: str) -> Iterator[Done]:
        place: Site
        try:
            place = site(address, kind, api, plain=push_only)
        except NoToken as error:
            if not dry_run:
                raise
            say(f"fix: note: {error}: what is open there is not known")
            place = site(address, kind, api, plain=True)
        show = writer(sys.stdout) if dry_run and form == "text" else lambda _: None
        return propose(place, settings, ask_registries, _say, show)

    failed = False
    objects: list[dict[str, str]] = []
    with closing(each(wanted, progress, one)) as outcomes:
        for done in outcomes:
            failed = failed or done.action == "failed"
            if form == "json":
                objects.append(done._asdict())
            elif done.action == "failed":
                say(_clean(f"{done.repository}: error: {_line(done, dry_run)}"))
            elif not quiet:
                writer(sys.stdout)(_clean(f"{done.repository}: {_line(done, dry_run)}") + "\n")
    if form == "json":
        writer(sys.stdout)(json.dumps({"version": 1, "done": objects}, indent=1) + "\n")
    return FAILED if failed else DONE


def _line(done: Done, dry_run: bool) -> str:
    if done.action == "failed":
        return ": ".join(filter(None, (done.branch, done.reason)))
    words = {"waiting": "waits", "kept": "left alone", "declined": "not proposed again"}
    word = words.get(done.action, done.action)
    if dry_run and done.action not in (*words, "unchanged"):
        word = f"would be {word}"
    head = f"{done.branch}: {word}" if done.branch else word
    return head + (f": {done.reason}" if done.reason else "") + (f" {done.url}" if done.url else "")


def _settings(said: dict[str, Any]) -> Settings:
    from fixer.config import Wanted
    from fixer.forge.bot import Settings
    from fixer.forge.change import Verifier
    from fixer.forge.checkout import Signature

    if said["refresh"] and said["select"] is None:
        said["select"] = frozenset({"refresh_digest"})
    prefix = said.pop("prefix") or ("fixer-refresh" if said["refresh"] else "fixer")
    signature = Signature(said.pop("author"), said.pop("signoff"), said.pop("sign"))
    builder, network = said.pop("builder"), said.pop("network")
    verifier = Verifier(builder, network) if said.pop("verify") else None
    paths = tuple(said.pop("only"))
    for path in paths:
        if os.path.isabs(path) or ".." in path.split("/"):
            raise click.UsageError(f"--path {path}: it must lie within the repository.")
    wanted = Wanted(**{name: said.pop(name) for name in Wanted._fields if name in said})
    return Settings(
        wanted, paths, prefix=prefix.strip("/"), signature=signature, verifier=verifier, **said
    )


def _repositories(
    named: tuple[str, ...], repos: str | None, organisation: str | None, kind: Any, api: str | None
) -> list[str]:
    """The addresses to work on."""
    from fixer.forge.many import addresses

    found = list(named)
    if repos:
        with open(repos, encoding="utf-8") as stream:
            found += addresses(stream)
    if organisation:
        found += _of_organisation(organisation, kind, api)
    if not found and not repos and not organisation:
        found = [os.curdir]
    return list(dict.fromkeys(found))


def _of_organisation(name: str, kind: Any, api: str | None) -> list[str]:
    """The repositories of `name`, or of `host/name`."""
    from fixer.forge.model import ForgeError
    from fixer.forge.site import site

    host, slash, group = name.partition("/")
    address = f"https://{host}/{group}/x" if slash and "." in host else f"{name}/x"
    try:
        forge = site(address, kind, api).forge
        assert forge
        return list(forge.repositories(group if slash and "." in host else name))
    except ForgeError as error:
        raise click.ClickException(_clean(str(error))) from error


def review_command() -> click.Command:
    """The command `review`."""
    return click.Command(
        "review",
        callback=_review,
        params=[
            click.Argument(["repository"], metavar="[REPOSITORY]", default=os.curdir),
            cli.Option(
                ["--pr", "number"],
                metavar="N",
                type=click.IntRange(min=1),
                required=True,
                help="The number of the pull request.",
            ),
            *_shared(),
            *_forge_options(),
        ],
        options_metavar="[OPTIONS]",
        help="Comment on the lines that a pull request changes, with suggestions to apply. "
        "REPOSITORY is a checkout or a URL; without it, the current folder.",
        epilog="Exit codes: 0 done; 2 wrong usage, or the review failed.",
    )


def _review(
    repository: str, number: int, quiet: bool, form: str, dry_run: bool, **said: Any
) -> int:
    """Review one pull request."""
    from fixer.config import Wanted
    from fixer.forge.model import ForgeError
    from fixer.forge.review import review
    from fixer.forge.site import site

    end_in_order()
    kind, api = said.pop("kind"), said.pop("api")
    try:
        place = site(repository, kind, api)
        made = review(place, number, Wanted(**said), ask_registries, dry_run=dry_run)
    except ForgeError as error:
        say(_clean(f"fix: error: {error}"))
        return FAILED
    write = writer(sys.stdout)
    if form == "json":
        objects = [each._asdict() for each in made.made]
        said_ = {"version": 1, "url": made.pull.url, "suggestions": objects}
        write(json.dumps({**said_, "known": made.known, "elsewhere": made.elsewhere}) + "\n")
        return DONE
    if dry_run:
        for each in made.made:
            write(_clean(f"{each.path}:{each.first}-{each.last}") + f"\n{each.lines or ''}\n")
    if not quiet:
        count = len(made.made)
        verb = "would be made" if dry_run else "made"
        write(
            f"{made.pull.url}: {count} suggestion{'' if count == 1 else 's'} {verb}, "
            f"{made.known} there already, {made.elsewhere} edits on other lines\n"
        )
    return DONE


def _say(line: str) -> None:
    say(_clean(f"fix: note: {line}"))


def _clean(line: str) -> str:
    """One line, whatever a forge or a repository put into it."""
    from fixer.report.text import shown

    return shown(line)
