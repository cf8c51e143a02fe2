"""Let services run as the user of the image that is built for them.

Which user that is, the Dockerfile says, by number once it is fixed, and its files belong to it. A
service that names the same user by name is given the numbers, so that they stand in one spelling
everywhere; one that runs as another, or as root, is told of.
https://docs.docker.com/reference/compose-file/services/#user
"""

from __future__ import annotations

from collections.abc import Iterator

from fixer.catalog import transform
from fixer.deploy.compose import ComposeService
from fixer.deploy.needs import numbers_of, stage_needs
from fixer.edit import Safety, Skip
from fixer.yaml.file import Edit, edit


@transform()
def compose_user(service: ComposeService) -> Iterator[Edit | Skip]:
    user, stage = service.text("user"), service.stage
    if not user or "$" in user or stage is None or not service.says_itself("user"):
        return
    needs = stage_needs(stage)
    node = service.keys["user"]
    if needs.root is not False or not needs.user or user == needs.user:
        return
    if user.partition(":")[0] in ("root", "0"):
        why = f"its image runs as {needs.user}, and root is more than that"
        against = needs.against_dropping
        why += f"; against it: {'; '.join(against)}" if against else "; look at its volumes first"
        yield edit(service.file.replace(node, needs.user), why=why, safety=Safety.UNSAFE)
        return
    numbers = numbers_of(stage, user)
    if numbers == needs.user:
        if not user.replace(":", "").isdigit():
            why = f"the same user as in its Dockerfile, in numbers: {numbers}"
            operation = service.file.replace(node, numbers)
            yield edit(operation, why=why, safety=Safety.HARDENING)
    else:
        reason = f"{service.name} runs as {user}; the image's user, to whom its files belong, is"
        yield Skip(node.line, f"{reason} {needs.user}")
