"""What is known of the command lines of package tools (first version by the lead: the signature of
`value_flags` is what the shell layer calls; everything else is to be replaced)."""

from __future__ import annotations

VALUE_FLAGS: dict[str, frozenset[str]] = {
    "apt-get": frozenset(("-o", "--option", "-c", "--config-file", "-t", "--target-release")),
    "apt": frozenset(("-o", "--option", "-c", "--config-file", "-t", "--target-release")),
    "pip": frozenset(("-r", "-c", "-i", "--index-url", "-t")),
}


def value_flags(name: str, subcommand: str | None) -> frozenset[str]:
    """The flags of `name` (behind `subcommand`, before it where None) whose value is a word."""
    return VALUE_FLAGS.get(name, frozenset())
