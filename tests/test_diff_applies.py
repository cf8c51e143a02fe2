"""`fix --diff` over a tree, taken by `git apply`, is what `fix` writes in place."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from fixer.engine import Options
from fixer.engine import fix as fixed_by
from tests.conftest import Folder


def fixed(source: bytes, context: Path) -> bytes:
    return fixed_by(source, Options(offline=True, context=context)).after


def test_the_diff_of_a_tree_is_what_is_written(folder: Folder, tmp_path: Path) -> None:
    patched, written = tmp_path / "patched", tmp_path / "written"
    for index, (_, source) in enumerate(folder.files):
        path = patched / f"{index:04}" / "Dockerfile"
        path.parent.mkdir(parents=True)
        path.write_bytes(source)
    shutil.copytree(patched, written)
    subprocess.run(["git", "init", "-q", patched], check=True)
    fix = [sys.executable, "-m", "fixer", "--offline"]

    patch = subprocess.run([*fix, "--diff"], cwd=patched, capture_output=True).stdout
    subprocess.run([*fix], cwd=written, capture_output=True)
    if patch:
        git = ["git", "apply", "--whitespace=nowarn"]
        done = subprocess.run(git, cwd=patched, input=patch, capture_output=True)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")

    files = sorted(written.rglob("Dockerfile"))
    assert len(files) == len(folder.files)
    for path, (_, source) in zip(files, folder.files, strict=True):
        expected = fixed(source, context=path.parent)
        assert path.read_bytes() == expected, path
        assert (patched / path.relative_to(written)).read_bytes() == expected, path
