"""Leave the application's files to root where its process only reads them.

A process that owns its own code can be made to change it: what an attacker writes into it runs at
the next start. The files that COPY gives to the image's user with `--chown`, and the folders that
chown gives it with all that is in them, go back to root; folders that the process writes to, or
that the build makes for that, stay its own. It is sure where all of the program's own code could be
read and no file is closed to others; a read-only root file system does the same at run time.
https://docs.docker.com/build/building/best-practices/#user
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.context.given import operations, taken_back
from fixer.context.process import needs
from fixer.deploy.needs import stage_needs
from fixer.dockerfile.stages import Stage
from fixer.dockerfile.targets import target_stages
from fixer.edit import Edit, Safety, Skip, edit


@transform(needs=["chown"], on_request=True)
def read_only_files(stage: Stage) -> Iterator[Edit | Skip]:
    if stage not in target_stages(stage.document) or stage.runs_as_root() is not False:
        return
    if stage.facts.family == "windows" or stage.children:
        return
    back = taken_back(stage, needs(stage))
    if isinstance(back, str):
        yield Skip(stage.origin.line, f"its files stay the user's: {back}")
    elif back is not None:
        why = "the process reads these files, and need not be able to change them"
        against = [*stage_needs(stage).against_read_only, *back.unseen]
        if against:
            why = f"{why}; against it: {'; '.join(against)}"
        first = [copy for copy, _ in back.copies] + [c.instruction for c, _, _ in back.chowns]
        yield edit(
            *operations(stage, back),
            line=min(instruction.line for instruction in first),
            why=why,
            safety=Safety.UNSAFE if against else Safety.HARDENING,
        )
