"""Have nginx and Apache log to the container's output.

The distributions' packages log to files: those grow in the container's layer until the disk is
full, a read-only root forbids them, and `docker logs` and whatever collects logs see nothing. As
the official images do, links lead the files to standard output and standard error, in the RUN that
installs the server. It is done where the server is what the container starts and nothing in sight
reads the files: no log shipper, no logrotate, no `tail`, no volume.
https://docs.docker.com/engine/logging/
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.logs import installed_by, log_files, logged_elsewhere
from fixer.dockerfile.document import Document
from fixer.dockerfile.rewrite import add_command_after
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Safety, Skip, edit


@transform(needs=["nginx", "apache", "httpd"])
def log_to_stdout(document: Document) -> Iterator[Edit | Skip]:
    done: set[int] = set()
    for stage in target_stages(document):
        logs = log_files(stage)
        install = installed_by(stage, logs) if logs is not None else None
        if logs is None or install is None or id(install.instruction) in done:
            continue
        done.add(id(install.instruction))
        if (reason := logged_elsewhere(stage, logs)) is not None:
            yield Skip(install.line, f"{logs.program} goes on logging to files: {reason}")
            continue
        links = [f"ln -sf /dev/stdout {path}" for path in logs.output]
        links += [f"ln -sf /dev/stderr {path}" for path in logs.errors]
        sudo = "sudo " if install.wrapper("sudo") else ""
        # behind what others put behind the same command: see the tests that shuffle them
        at_end = install.name not in ("apt-get", "apt")
        yield edit(
            *(add_command_after(install, sudo + link, at_end=at_end) for link in links),
            why=f"{logs.program} logs to the container's output, not to files that fill its layer",
            safety=Safety.HARDENING,
            line=install.line,
        )
