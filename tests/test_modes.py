"""Modes of files in the build context, which git keeps only in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer.engine import Options, fix

SOURCE = b'FROM debian:12\nCOPY serve.sh /usr/local/bin/serve.sh\nRUN chmod +x /usr/local/bin/serve.sh\nCMD ["serve.sh"]\n'  # noqa: E501


@pytest.mark.parametrize(("mode", "changes"), [(0o644, True), (0o755, True), (0o600, False)])
def test_a_file_that_is_its_owners_alone_stays_so(tmp_path: Path, mode: int, changes: bool) -> None:
    """755 would open it to all, which `+x` does not."""
    (tmp_path / "serve.sh").write_text("#!/bin/sh\nexec true\n")
    (tmp_path / "serve.sh").chmod(mode)
    result = fix(SOURCE, Options(select=frozenset({"copy_chmod"}), context=tmp_path))
    assert result.changed is changes
    assert (b"COPY --chmod=755 serve.sh" in result.after) is changes
