"""Manifests before and after, by Kubernetes' own schemas: what was valid is so afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from fixer.catalog import kind_of, transforms
from fixer.deploy.engine import fix
from fixer.edit import Safety
from fixer.engine import Options
from tests.conftest import ROOT, corpus

#: The Kubernetes whose schemas are asked.
VERSION = "1.33"
ALL = frozenset(name for name in transforms() if kind_of(name) == "kubernetes")
CASES = sorted(
    path for path in (ROOT / "cases").glob("*/*.manifest.yaml") if ".fixed." not in path.name
)


class Loader(yaml.SafeLoader):
    """Reads no dates: Kubernetes knows none."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def resources(text: bytes) -> Iterator[dict[str, Any]]:
    todo = [value for value in yaml.load_all(text, Loader) if isinstance(value, dict)]
    while todo:
        value = todo.pop(0)
        if str(value.get("kind", "")).endswith("List") and isinstance(value.get("items"), list):
            todo[:0] = [item for item in value["items"] if isinstance(item, dict)]
        else:
            yield value


def error_of(value: dict[str, Any]) -> str:
    """What the schemas say against a resource; one of no known kind is not judged."""
    try:
        kubernetes_validate.validate(value, VERSION, strict=True)
    except kubernetes_validate.ValidationError as error:
        return str(error.message)
    except (kubernetes_validate.SchemaNotFoundError, kubernetes_validate.InvalidSchemaError):
        pass
    return ""


def refused(text: bytes) -> list[str]:
    """What the API server refuses and no schema knows."""
    out = []

    def look(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                look(item)
        elif isinstance(value, dict):
            context = value.get("securityContext")
            if isinstance(context, dict) and context.get("allowPrivilegeEscalation") is False:
                added = (context.get("capabilities") or {}).get("add") or []
                if context.get("privileged") or {"CAP_SYS_ADMIN", "SYS_ADMIN"} & {*added}:
                    out.append(f"{value.get('name')}: escalation")
            volumes = value.get("volumes")
            if isinstance(volumes, list) and isinstance(value.get("containers"), list):
                names = [volume.get("name") for volume in volumes if isinstance(volume, dict)]
                if len(names) != len(set(names)):
                    out.append(f"volumes {names}")
            mounts = value.get("volumeMounts")
            if isinstance(mounts, list):
                paths = [mount.get("mountPath") for mount in mounts if isinstance(mount, dict)]
                if len(paths) != len(set(paths)):
                    out.append(f"mounts {paths}")
            for item in value.values():
                look(item)

    for resource in resources(text):
        look(resource)
    return out


def check(source: bytes, name: str, safety: Safety) -> bool:
    """Whether it was changed; what comes out is valid if it was before, and settled."""
    options = Options(select=ALL, safety=safety)
    result = fix(source, "kubernetes", options)
    if result.problem is not None:
        with pytest.raises(yaml.YAMLError):
            list(yaml.load_all(source, yaml.SafeLoader))
        return False
    if not result.changed:
        return False
    before, after = list(resources(source)), list(resources(result.after))
    assert len(before) == len(after), name
    for old, new in zip(before, after, strict=True):
        assert new == old or not error_of(new) or error_of(old), (name, error_of(new))
    assert len(refused(result.after)) <= len(refused(source)), name
    assert not fix(result.after, "kubernetes", options).changed, name
    return True


@pytest.mark.parametrize("safety", [Safety.HARDENING, Safety.UNSAFE])
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_cases_stay_valid(path: Path, safety: Safety) -> None:
    check(path.read_bytes(), path.name, safety)


def real() -> list[Any]:
    """The folders of real manifests; a skip says so where they are not there."""
    folder = corpus() / "k8s"
    found = sorted(each for each in folder.iterdir() if each.is_dir()) if folder.is_dir() else []
    if not found:
        missing = pytest.mark.skip(reason=f"no corpus of real files at {folder}")
        return [pytest.param(None, id="corpus", marks=missing)]
    return [pytest.param(each, id=each.name) for each in found]


@pytest.mark.parametrize("manifests", real())
def test_real_manifests_stay_valid(manifests: Path) -> None:
    for path in sorted(manifests.iterdir()):
        for safety in (Safety.HARDENING, Safety.UNSAFE):
            check(path.read_bytes(), str(path), safety)
