"""Check the Dockerfiles in the workflow that builds an image.

What is fixed today comes back with the next change, if nobody looks. A job of its own runs
`fix --check` beside the build: it needs no action but the `actions/checkout` that the workflow uses
already, at the same version, and no permission but to read. A workflow that checks its Dockerfiles
already, by whatever tool, is left alone.
https://docs.github.com/en/actions/how-tos/write-workflows
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer import __version__
from fixer.catalog import transform
from fixer.deploy.workflow import Workflow
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, Value, edit

#: What checks Dockerfiles, as an action or in a script.
_CHECKS = ("dockerfile-fixer", "fix --check", "hadolint", "checkov", "trivy config", "kics")
_NAME = "dockerfiles"


@transform(on_request=True)
def dockerfile_check(workflow: Workflow) -> Iterator[Edit | Skip]:
    steps = list(workflow.steps())
    builds = [step for step in steps if step.builds_image]
    if not builds:
        return
    checking = next((step for step in steps if step.mentions(*_CHECKS)), None)
    jobs = workflow.jobs
    if checking is not None or jobs is None:
        return
    if _NAME in workflow.keys(jobs):
        yield Skip(builds[0].line, f"a job named {_NAME} is there already")
        return
    checkout = next(
        (step.keys["uses"] for step in steps if step.action == "actions/checkout"), None
    )
    if checkout is None or not checkout.text:
        yield Skip(
            builds[0].line, "no step checks the repository out, whose version could be taken"
        )
        return
    command = f"pipx run --spec dockerfile-fixer=={__version__} fix --check"
    job: dict[str, Value] = {
        "runs-on": "ubuntu-latest",
        "permissions": {"contents": "read"},
        "steps": [{"uses": checkout.text}, {"name": "Check the Dockerfiles", "run": command}],
    }
    yield edit(
        workflow.file.set(jobs, _NAME, job),
        why="nothing in the workflow looks at the Dockerfiles that it builds",
        safety=Safety.HARDENING,
        line=builds[0].line,
    )
