"""What goes into which layer, built by a real engine before and after: the image does the same."""

from __future__ import annotations

import json
from pathlib import Path

from fixer.edit import Safety
from fixer.engine import Options, fix
from tests.test_builds import build, docker, engine, tag  # noqa: F401 (fixtures)

HERE = Path(__file__).parent / "layers"


def rewritten(app: str, *names: str) -> tuple[bytes, bytes]:
    """A Dockerfile before and after transforms that are asked for by name."""
    source = (HERE / app / "Dockerfile").read_bytes()
    options = Options(
        select=frozenset(names), safety=Safety.UNSAFE, context=HERE / app, offline=True
    )
    result = fix(source, options)
    assert result.problem is None
    assert {change.transform for change in result.changes} == set(names)
    return source, result.after


def both(tag: str, app: str, *names: str) -> tuple[dict[str, object], dict[str, object]]:  # noqa: F811
    """The images of before and after, which say the same when they are run."""
    source, after = rewritten(app, *names)
    images = (
        build(f"{tag}:before", source, HERE / app),
        build(f"{tag}:after", after, HERE / app),
    )
    said = docker("run", "--rm", "--network", "none", f"{tag}:before")
    assert said.strip()
    assert docker("run", "--rm", "--network", "none", f"{tag}:after") == said
    return images


def shell(image: str, command: str) -> str:
    return docker("run", "--rm", "--network", "none", "--entrypoint", "sh", image, "-c", command)


def layers(image: dict[str, object]) -> int:
    found = image["RootFS"]
    assert isinstance(found, dict)
    return len(found["Layers"])


def size(image: dict[str, object]) -> int:
    return int(str(image["Size"]))


def test_the_mode_is_set_as_the_file_is_copied(tag: str) -> None:  # noqa: F811
    before, after = both(tag, "chmod", "copy_chmod")
    modes = "stat -c '%a %U %n' /deep /deep/down /deep/down/* /srv/bin /srv/bin/*"
    assert shell(f"{tag}:after", modes) == shell(f"{tag}:before", modes)
    assert layers(after) == layers(before) - 1


def test_the_compiler_is_gone_and_what_it_compiled_runs(tag: str) -> None:  # noqa: F811
    before, after = both(tag, "compiled", "build_dependencies")
    assert shell(f"{tag}:before", "command -v gcc").strip()
    assert not shell(f"{tag}:after", "command -v gcc || true").strip()
    assert size(after) < size(before)


def test_what_is_downloaded_stays_with_the_builder(tag: str) -> None:  # noqa: F811
    both(tag, "cached", "cache_mount")
    left = (
        "find /var/lib/apt/lists /var/cache/apt/archives /root/.cache -type f 2>/dev/null || true"
    )
    found = set(shell(f"{tag}:after", left).split())
    assert found <= set(shell("python:3.11-slim", left).split())  # nothing but the base's own
    _, after = rewritten("cached", "cache_mount")
    docker(
        *("build", "--network", "host", "-t", f"{tag}:after", "--build-arg", "EDITION=2"),
        *("-f", "-", str(HERE / "cached")),
        source=after,
    )
    assert shell(f"{tag}:after", "cat /edition").strip() == "2"


def test_a_cache_belongs_to_the_user_who_fills_it(tag: str) -> None:  # noqa: F811
    both(tag, "cached_node", "cache_mount")
    assert not shell(f"{tag}:after", "ls -A /home/web/.npm 2>/dev/null || true").strip()


def test_what_only_builds_is_not_in_the_image(tag: str) -> None:  # noqa: F811
    before, after = both(tag, "two_stages", "multi_stage")
    assert not shell(f"{tag}:after", "command -v gcc || true").strip()
    assert size(after) < size(before)
    configurations = [image["Config"] for image in (before, after)]
    for key in ("Cmd", "Entrypoint", "WorkingDir", "ExposedPorts", "User"):
        one, other = (
            json.dumps(found.get(key)) for found in configurations if isinstance(found, dict)
        )
        assert one == other, key
