"""The table of transforms in the README, made from their docstrings.

`python -m tests.catalogue` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

from fixer.catalog import transforms

README = Path(__file__).parent.parent / "README.md"
START = "<!-- catalogue: made by `python -m tests.catalogue` -->\n"
END = "<!-- end of catalogue -->\n"


def catalogue() -> str:
    rows = ["| transform | what it does | answers |", "|---|---|---|"]
    for transform in transforms().values():
        answers = ", ".join(transform.answers) or "—"
        asked = " *(on request)*" if transform.on_request else ""
        rows.append(f"| `{transform.name}` | {transform.summary}{asked} | {answers} |")
    return "\n".join(rows) + "\n"


def with_catalogue(text: str) -> str:
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    return head + START + catalogue() + END + tail


if __name__ == "__main__":
    README.write_text(with_catalogue(README.read_text()))
