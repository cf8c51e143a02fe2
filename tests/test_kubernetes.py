"""Manifests: which image is built where, what is left alone, and one decision in all places."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer.config import Wanted
from fixer.deploy.engine import fix
from fixer.deploy.quantities import amount, larger
from fixer.edit import Safety
from fixer.engine import Options, Result
from fixer.workspace.plan import plan
from fixer.workspace.run import Outcome, run

DOCKERFILE = """\
FROM python:3.12-slim
WORKDIR /app
COPY app.py .
CMD ["python", "app.py"]
"""
APP = "import http.server\nhttp.server.test(port=8000)\n"
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: {image}
"""


def fixed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, select: frozenset[str] | None = None
) -> list[Outcome]:
    monkeypatch.chdir(folder)
    made = plan(["."], Wanted(select=select, offline=True))
    return list(run(made.jobs, "write", 1, beside=made.beside))


def manifest(text: str, *names: str, safety: Safety = Safety.HARDENING) -> Result:
    return fix(text.encode(), "kubernetes", Options(select=frozenset(names), safety=safety))


def test_the_user_that_the_dockerfile_gets_is_the_one_of_the_pod(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / ".fixer.toml").write_text('[images]\n"ghcr.io/shop/web" = "Dockerfile"\n')
    (tmp_path / "pod.yaml").write_text(POD.format(image="ghcr.io/shop/web:2.0"))
    names = frozenset({"nonroot_user", "pod_security_context"})
    assert not [each.problem for each in fixed(tmp_path, monkeypatch, names) if each.problem]
    assert "USER 10001:10001" in (tmp_path / "Dockerfile").read_text()
    after = (tmp_path / "pod.yaml").read_text()
    assert "runAsUser: 10001" in after
    assert "runAsGroup: 10001" in after


def test_an_image_that_runs_as_root_gets_no_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / ".fixer.toml").write_text('[images]\n"ghcr.io/shop/web" = "Dockerfile"\n')
    (tmp_path / "pod.yaml").write_text(POD.format(image="ghcr.io/shop/web:2.0"))
    (_, outcome) = fixed(tmp_path, monkeypatch, frozenset({"pod_security_context"}))
    after = (tmp_path / "pod.yaml").read_text()
    assert "runAs" not in after
    assert "drop" not in after
    assert any("its image runs as root" in skip.reason for skip in outcome.skips)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ('"ghcr.io/shop/web" = "missing/Dockerfile"', "must be a Dockerfile"),
        ('"ghcr.io/shop/web" = "../Dockerfile"', "must lie within"),
        ('"ghcr.io/shop/web" = 1', "must be a text"),
        ('"NO IMAGE" = "Dockerfile"', "is no image"),
    ],
)
def test_images_of_the_configuration_are_checked(
    table: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    (tmp_path / ".fixer.toml").write_text(f"[images]\n{table}\n")
    (outcome,) = fixed(tmp_path, monkeypatch)
    assert outcome.problem is not None
    assert reason in outcome.problem.reason


@pytest.mark.parametrize(
    "text",
    [
        POD.format(image="redis:7.4").replace("name: web\n", "name: {{ .Values.name }}\n", 1),
        POD.format(image='"{{ .Values.image }}"'),
        "{{- if .Values.on }}\n" + POD.format(image="redis:7.4") + "{{- end }}\n",
        "# {{- if .Values.on }}\n" + POD.format(image="redis:7.4"),
        "{% if on %}\n" + POD.format(image="redis:7.4") + "{% endif %}\n",
    ],
)
def test_templates_are_left_alone(text: str) -> None:
    result = manifest(text, "pod_security_context", safety=Safety.UNSAFE)
    assert result.problem is None
    assert not result.changed


def test_what_is_no_template_and_no_yaml_is_told() -> None:
    result = manifest(POD.format(image="redis:7.4") + " x: [\n", "pod_security_context")
    assert result.problem is not None
    assert result.problem.line


@pytest.mark.parametrize(
    "change",
    [
        ("kind: Pod", "kind: Pod\nspec: {}\n---\nkind: Other"),
        ("apiVersion: v1", "apiVersion: v1alpha1.example.com/v1"),
        ("      image: redis:7.4\n", ""),
        ("    - name: web\n", "    - name: web\n      $patch: delete\n"),
    ],
)
def test_what_is_none_of_ours_is_left_alone(change: tuple[str, str]) -> None:
    text = POD.format(image="redis:7.4").replace(*change)
    assert not manifest(text, "pod_security_context", safety=Safety.UNSAFE).changed


def test_privileged_and_sys_admin_get_what_the_api_takes() -> None:
    context = "      securityContext:\n        capabilities: {add: [SYS_ADMIN]}\n"
    text = POD.format(image="redis:7.4") + context
    after = manifest(text, "pod_security_context", safety=Safety.UNSAFE).after.decode()
    assert "allowPrivilegeEscalation" not in after
    assert "drop" in after
    context = "      securityContext:\n        privileged: true\n"
    text = POD.format(image="redis:7.4") + context
    assert not manifest(text, "pod_security_context", safety=Safety.UNSAFE).changed


def test_the_old_annotation_of_the_filter_is_not_contradicted() -> None:
    old = "metadata:\n  annotations:\n    seccomp.security.alpha.kubernetes.io/pod: unconfined\n"
    text = POD.format(image="redis:7.4").replace("metadata:\n", old)
    assert b"seccompProfile" not in manifest(text, "pod_security_context").after


def test_what_opens_the_node_is_told() -> None:
    text = POD.format(image="redis:7.4") + "  hostPID: true\n"
    result = manifest(text, "privileged_pod")
    assert not result.changed
    assert [skip.reason for skip in result.skips] == ["Pod web has the node's processes (hostPID)"]
    text = POD.format(image="redis:7.4") + (
        "  volumes:\n    - name: engine\n      hostPath: {path: /run/containerd/containerd.sock}\n"
    )
    (skip,) = manifest(text, "privileged_pod").skips
    assert "root on the node" in skip.reason


def test_quantities() -> None:
    assert amount("1Gi") == 1024**3
    assert amount("500m") == amount("0.5")
    assert amount("lots") is None
    assert larger("1Gi", "2G") == "2G"
    assert larger("1", "250m") == "1"
    assert larger("1", "lots") == "1"


def test_a_port_of_the_node_takes_what_the_image_keeps() -> None:
    pod = POD.replace("spec:\n", "spec:\n  hostNetwork: true\n", 1)
    nginx = manifest(pod.format(image="nginx:1.29"), "pod_security_context")
    assert b"NET_BIND_SERVICE" in nginx.after
    other = manifest(pod.format(image="memcached:1.6"), "pod_security_context")
    assert b"drop" not in other.after
    assert any("on the node's network" in skip.reason for skip in other.skips)
