"""Look for known vulnerabilities in the image that a workflow pushes.

A step behind the build runs Grype on what was pushed, and fails where a grave vulnerability is
known that an update would mend. Grype's image is pinned to the digest that the registry
names today. It is added where the build pushes one plainly named image; a workflow that scans
already, by whatever tool, is left alone.
https://github.com/anchore/grype
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.workflow import Step, Workflow
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Value, edit

#: What scans images, as an action or in a script.
_SCANS = (
    *("trivy", "grype", "anchore/", "scout", "snyk", "clair", "dagda", "prisma-cloud", "twistlock"),
    *("neuvector", "sysdig", "aqua", "jfrog", "xray", "wiz", "crowdstrike", "qualys"),
)
_SCANNER = "anchore/grype"


@transform(given=["registry"], on_request=True)
def image_scan(workflow: Workflow) -> Iterator[Edit | Skip]:
    from fixer.dockerfile.reference import parse_reference

    steps = list(workflow.steps())
    if workflow.registry is None or any(step.mentions(*_SCANS) for step in steps):
        return
    reference = parse_reference(_SCANNER)
    assert reference is not None
    for step in steps:
        if step.action != "docker/build-push-action":
            continue
        tags = (step.input("tags") or "").strip()
        if reason := _unable(step, tags):
            yield Skip(step.line, f"what {step.name} builds is not scanned: {reason}")
            continue
        found = workflow.registry.digest(reference)
        if found.digest is None:
            yield Skip(step.line, f"{_SCANNER} is not used: {found.reason}")
            continue
        scanner = f"{_SCANNER}:latest@{found.digest}"
        command = f'docker run --rm {{}}{scanner} --fail-on high --only-fixed "$IMAGE"'
        login = any(s.action == "docker/login-action" for s in steps if s.job is step.job)
        mount = '-v "$HOME/.docker:/root/.docker:ro" -e DOCKER_CONFIG=/root/.docker '
        scan: Value = {
            "name": f"Scan {tags}" if "$" not in tags else "Scan the image",
            "env": {"IMAGE": tags},
            "run": command.format(mount if login else ""),
        }
        yield edit(
            workflow.file.append(workflow.keys(step.job)["steps"], scan),
            why=f"nobody looks whether what {step.name} pushes holds known vulnerabilities",
            safety=Safety.HARDENING,
            line=step.line,
        )


def _unable(step: Step, tags: str) -> str:
    """Why it is not plain which image is there behind the step; empty where it is."""
    if step.input("push") != "true":
        return "it is not always pushed"
    if not tags or "\n" in tags or "," in tags:
        return "it has not just one tag"
    if "outputs.tags" in tags or "if" in step.keys:
        return "which tags it has, or whether it is built, is only known when it runs"
    return ""
