"""A file is replaced whole, or it stays."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from fixer.workspace import write
from fixer.workspace.read import LIMIT, ReadError, read
from fixer.workspace.write import WriteError, replace

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "Dockerfile"
    path.write_bytes(b"old")
    return path


@contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """Without root's rights, which go past every permission."""
    if os.geteuid():
        yield
        return
    modes = [(above, stat.S_IMODE(above.stat().st_mode)) for above in folder.parents]
    modes = [(above, mode) for above, mode in modes if mode & 0o055 != 0o055]
    for above, mode in modes:
        above.chmod(mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        for above, mode in modes:
            above.chmod(mode)


def only(path: Path) -> bytes:
    """What the file holds, if nothing lies beside it."""
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    return path.read_bytes()


def test_a_file_is_replaced(path: Path) -> None:
    before = path.stat()
    with path.open("rb") as reader:
        replace(str(path), b"old", b"new\r\n\xff")
        # Whoever has it open still reads the old one: it was not written over.
        assert reader.read() == b"old"
    assert only(path) == b"new\r\n\xff"
    assert path.stat().st_ino != before.st_ino


def test_in_the_current_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    replace("Dockerfile", b"old", b"new")
    assert only(path) == b"new"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o660, 0o604])
def test_the_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)
    replace(str(path), b"old", b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_the_owner_is_kept_where_permitted(path: Path) -> None:
    root = os.geteuid() == 0
    others = [group for group in os.getgroups() if group != os.getegid()]
    group = NOBODY if root else (others or [os.getegid()])[0]
    os.chown(path, NOBODY if root else -1, group)
    path.chmod(0o2750 if root else 0o750)
    before = path.stat()
    replace(str(path), b"old", b"new")
    after = path.stat()
    assert (after.st_uid, after.st_gid, after.st_mode) == (
        before.st_uid, before.st_gid, before.st_mode,
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no such attributes")
def test_extended_attributes_are_kept(path: Path) -> None:
    with suppress(OSError):  # not every file system takes them
        os.setxattr(path, "user.note", b"kept")
    before = os.listxattr(path)
    replace(str(path), b"old", b"new")
    assert os.listxattr(path) == before
    if "user.note" in before:
        assert os.getxattr(path, "user.note") == b"kept"


def test_what_changed_in_the_meantime_stays(path: Path) -> None:
    path.write_bytes(b"theirs")
    with pytest.raises(WriteError, match="changed in the meantime"):
        replace(str(path), b"old", b"new")
    assert only(path) == b"theirs"


def test_a_link_that_took_its_place_stays(path: Path, tmp_path: Path) -> None:
    other = tmp_path.parent / "other"
    other.write_bytes(b"old")
    path.unlink()
    path.symlink_to(other)
    with pytest.raises(WriteError, match="it is a link"):
        replace(str(path), b"old", b"new")
    assert path.is_symlink()
    assert other.read_bytes() == b"old"


def test_a_file_that_is_gone_stays_gone(path: Path) -> None:
    path.unlink()
    with pytest.raises(WriteError, match="No such file"):
        replace(str(path), b"old", b"new")
    assert list(path.parent.iterdir()) == []


def test_a_file_that_is_read_only_is_not_replaced(path: Path) -> None:
    path.parent.chmod(0o777)
    path.chmod(0o444)
    with unprivileged(path.parent), pytest.raises(WriteError, match="read-only"):
        replace(str(path), b"old", b"new")
    assert only(path) == b"old"


def test_a_folder_that_is_read_only(path: Path) -> None:
    path.chmod(0o666)
    path.parent.chmod(0o555)
    try:
        with unprivileged(path.parent), pytest.raises(WriteError, match="Permission denied"):
            replace(str(path), b"old", b"new")
    finally:
        path.parent.chmod(0o755)
    assert only(path) == b"old"


def test_a_full_disk(path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(WriteError, match="File too large"):
            replace(str(path), b"old", b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert only(path) == b"old"


@pytest.mark.parametrize("step", ["_keep", "read", "os.replace"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_whatever_goes_wrong_on_the_way(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: type[BaseException]
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    target = os if step == "os.replace" else write
    monkeypatch.setattr(target, step.removeprefix("os."), fail)
    with pytest.raises(error):
        replace(str(path), b"old", b"new")
    monkeypatch.undo()
    assert only(path) == b"old"


def test_a_process_that_is_killed_leaves_the_old_file(path: Path) -> None:
    program = f"""
import os, signal
from fixer.workspace import write
write._keep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
write.replace({str(path)!r}, b"old", b"new")
"""
    assert subprocess.run([sys.executable, "-c", program]).returncode == -9
    assert path.read_bytes() == b"old"


def test_of_several_names_only_one_is_replaced(path: Path, tmp_path: Path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}.other"
    os.link(path, other)
    replace(str(path), b"old", b"new")
    assert only(path) == b"new"
    assert other.read_bytes() == b"old"


# Reading, which comes before.


def test_reading(path: Path) -> None:
    assert read(str(path)) == b"old"
    path.write_bytes(b"x" * LIMIT)
    assert len(read(str(path))) == LIMIT


def test_what_is_not_read(path: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("Dockerfile")
    os.mkfifo(tmp_path / "fifo")
    path.chmod(0)
    (tmp_path / "large").write_bytes(b"x" * (LIMIT + 1))
    for name, said in (
        ("link", "it is a link"),
        ("fifo", "it is a FIFO"),
        (".", "it is a folder"),
        ("nowhere", "No such file or directory"),
        ("/dev/zero", "it is a device"),
        ("large", f"it has {LIMIT + 1:,} bytes; a Dockerfile may have {LIMIT:,}"),
        ("nul\0", "null"),
    ):
        with pytest.raises(ReadError, match=said):
            read(os.path.join(tmp_path, name))
    with unprivileged(tmp_path), pytest.raises(ReadError, match="Permission denied"):
        read(str(path))
    path.chmod(0o600)
    assert read(os.path.join(tmp_path, "link"), follow=True) == b"old"


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ReadError, match="1,099,511,627,776 bytes"):
        read(str(path))


def test_a_fifo_that_takes_the_place_at_the_last_moment_is_not_waited_for(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = os.lstat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(os, "lstat", lambda path: found)
    with pytest.raises(ReadError, match="it is a FIFO"):
        read(str(path))
