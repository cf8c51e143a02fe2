"""Announce no port of a Docker daemon where there is none; report ports that nothing listens on.

EXPOSE opens nothing by itself, but `docker run -P`, proxies and people go by it. Whoever reaches
2375 is root on the host, without a password. Another port is only reported, and only where the
command says by itself which one its server listens on. (SSH's port is `ssh_server`'s.)
https://docs.docker.com/engine/security/protect-access/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.dockerfile.arguments import drop_argument
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.syntax import Instruction
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Safety, Skip, edit
from fixer.later import regex

_DAEMON = frozenset(("2375", "2376", "2375/tcp", "2376/tcp"))
#: What is a daemon, starts one, or hands its port on.
_TRACES = regex(rb"docker|dind|moby|podman|containerd|portainer|socat|haproxy|nginx|traefik")


@transform(needs=["expose"])
def exposed_port(stage: Stage) -> Iterator[Edit | Skip]:
    exposes = [i for i in stage.instructions if i.keyword == "EXPOSE"]
    for expose in exposes:
        named = [word.text for word in expose.words if word.text in _DAEMON]
        if named:
            yield _daemon(stage, expose, named[0])
    if stage in target_stages(stage.document) and (every := _exposed(stage)):
        yield from _unheard(stage, every)


def _daemon(stage: Stage, expose: Instruction, port: str) -> Edit | Skip:
    from fixer.context.elevation import unseen_script

    base = (stage.root.base or stage.root.base_text).encode("utf-8", "surrogateescape")
    family = [i.raw for s in stage.lineage + stage.children for i in s.instructions]
    if any(_TRACES.search(raw) for raw in (*family, base)):
        return Skip(expose.line, f"port {port} stays: what may be a Docker daemon is in sight")
    plain = stage.facts.family != "unknown" and stage.facts.has_cmd is not True
    unseen = unseen_script(stage) if plain else "what the base image starts is not known"
    why = f"nothing in sight is a Docker daemon, which port {port} is for"
    return edit(
        drop_argument(stage.document, expose, port),
        why=f"{why}, but {unseen}" if unseen else why,
        safety=Safety.UNSAFE if unseen else Safety.HARDENING,
    )


def _exposed(stage: Stage) -> dict[int, Instruction]:
    """The TCP ports that a stage's image announces; none where one of them is not a number."""
    out: dict[int, Instruction] = {}
    for member in stage.lineage:
        for instruction in member.instructions:
            if instruction.keyword == "EXPOSE":
                for word in instruction.words:
                    port, _, protocol = word.text.partition("/")
                    if not port.isascii() or not port.isdigit():
                        return {}
                    if protocol.lower() in ("", "tcp"):
                        out[int(port)] = instruction
    return out


def _unheard(stage: Stage, exposed: dict[int, Instruction]) -> Iterator[Skip]:
    """The announced ports, where the server listens on none of them."""
    from fixer.context.process import process
    from fixer.facts.listening import listening_ports

    started = process(stage)
    ports = listening_ports(started.argv) if started is not None else None
    if started is None or not ports or not ports.isdisjoint(exposed):
        return
    program = started.argv[0].rpartition("/")[2]
    heard = " and ".join(str(port) for port in sorted(ports))
    for port, expose in exposed.items():
        if expose in stage.instructions:
            yield Skip(expose.line, f"{program} listens on port {heard}, not on {port}")
