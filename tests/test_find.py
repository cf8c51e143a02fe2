"""Which files a folder's name stands for."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixer.workspace.find import RealPaths, find, is_dockerfile
from fixer.workspace.gitignore import Rules


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(folder: Path, *names: str, text: str = "") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(*names: str) -> list[str]:
    search = find(names or ["."])
    assert all(not each.problem for each in search.found)
    return [each.path for each in search.found]


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile", "dockerfile", "Dockerfile.prod", "Dockerfile.a.b", "web.Dockerfile",
        "web.dockerfile", "Containerfile", "Containerfile.fedora", "Containerfile-dev",
    ],
)  # fmt: skip
def test_names_that_are_looked_for(name: str) -> None:
    assert is_dockerfile(name)


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile.dockerignore", "web.Dockerfile.dockerignore", ".dockerignore", "Dockerfile~",
        "Dockerfile.swp", ".Dockerfile.swp", "Dockerfile.orig", "Dockerfile.bak", "Dockerfile.rej",
        "Containerfile~", "Containerfile.containerignore", "#Dockerfile#", ".#Dockerfile",
        ".#web.Dockerfile", "dockerfile.py", "dockerfile.go", "Dockerfiles", "MyDockerfile",
        "docker-compose.yml", "Dockerfile.md", "Dockerfile.license",
    ],
)  # fmt: skip
def test_names_that_are_not(name: str) -> None:
    assert not is_dockerfile(name)


def test_folders_are_searched_in_the_order_of_their_paths(here: Path) -> None:
    names = ["a.b/Dockerfile", "a/Dockerfile", "a/b/Dockerfile.x", "a/c.dockerfile", "Dockerfile"]
    make(here, *names, "a/README.md", ".github/Dockerfile")
    wanted = sorted([*names, ".github/Dockerfile"], key=lambda name: name.split("/"))
    assert found() == wanted
    assert found("a", "./a.b/", ".") == wanted
    assert found(str(here / "a")) == [f"{here}/{name}" for name in wanted if name[:2] == "a/"]


def test_overlapping_names_give_each_file_once(here: Path) -> None:
    make(here, "a/Dockerfile", "a/b/Dockerfile")
    assert len(found("a", "a/b", "a/b/../b/Dockerfile", str(here / "a"), "a/Dockerfile")) == 2


def test_what_is_skipped(here: Path) -> None:
    make(here, *(f"{name}/Dockerfile" for name in (".git", "node_modules", "vendor", ".venv")))
    make(here, "env/pyvenv.cfg", "env/lib/Dockerfile", "x.Dockerfile~")
    make(here, *(f"Dockerfile.{end}" for end in ("j2", "tmpl", "in", "erb", "template")))
    assert found() == []
    assert found("vendor", "env", "Dockerfile.j2") == [
        "Dockerfile.j2", "env/lib/Dockerfile", "vendor/Dockerfile",
    ]  # fmt: skip


def test_templates_are_left_alone_in_the_details(here: Path) -> None:
    make(here, "Dockerfile.j2")
    (note,) = find(["."]).notes
    assert (note.path, note.reason, note.detail) == (
        "Dockerfile.j2", "it is a template by its name", True,
    )  # fmt: skip


def test_a_named_file_is_taken_whatever_its_name(here: Path) -> None:
    make(here, "any", "vendor/x.j2", "ignored/Dockerfile", ".git/x")
    make(here, ".gitignore", text="*\n")
    assert found("any", "vendor/x.j2", "ignored/Dockerfile") == [
        "any", "ignored/Dockerfile", "vendor/x.j2",
    ]  # fmt: skip


def test_a_folder_may_be_called_dockerfile(here: Path) -> None:
    make(here, "Dockerfile/Dockerfile")
    assert found() == ["Dockerfile/Dockerfile"]


def test_what_is_missing_or_closed_is_a_problem(here: Path) -> None:
    make(here, "Dockerfile")
    search = find(["nowhere", "Dockerfile/x", "Dockerfile", "nul\0"])
    assert {each.path: bool(each.problem) for each in search.found} == {
        "nowhere": True, "Dockerfile/x": True, "Dockerfile": False, "nul\0": True,
    }  # fmt: skip


def test_a_folder_that_cannot_be_opened_is_a_problem(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(here, "a/Dockerfile", "b/Dockerfile")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path == "a":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert [(each.path, each.problem) for each in find(["."]).found] == [
        ("a", "Permission denied"), ("b/Dockerfile", ""),
    ]  # fmt: skip


def test_links(here: Path) -> None:
    make(here, "docker/prod.txt", "docker/Dockerfile", "folder/Dockerfile")
    make(here.parent, "outside/Dockerfile")
    (here / "Dockerfile").symlink_to("docker/prod.txt")
    (here / "Dockerfile.again").symlink_to("docker/prod.txt")
    (here / "Dockerfile.found").symlink_to("docker/Dockerfile")
    (here / "Dockerfile.out").symlink_to("../outside/Dockerfile")
    (here / "Dockerfile.gone").symlink_to("nowhere")
    (here / "Dockerfile.loop").symlink_to("Dockerfile.loop")
    (here / "Dockerfile.null").symlink_to("/dev/null")
    (here / "Dockerfile.folder").symlink_to("folder")
    (here / "linked").symlink_to("../outside")
    (here / "up").symlink_to(".")
    search = find(["."])
    assert [each.path for each in search.found] == [
        "docker/Dockerfile", "docker/prod.txt", "folder/Dockerfile",
    ]  # fmt: skip
    assert [(note.path, note.reason.split(":")[0]) for note in search.notes if not note.detail] == [
        ("Dockerfile.gone", "it is a link that leads nowhere"),
        ("Dockerfile.loop", "it is a link that leads nowhere"),
        ("Dockerfile.null", "it is a link that leads out of ."),
        ("Dockerfile.out", "it is a link that leads out of ."),
    ]


def test_links_that_are_named(here: Path) -> None:
    make(here, "docker/prod")
    make(here.parent, "outside/Dockerfile")
    (here / "sub").mkdir()
    (here / "sub" / "Dockerfile").symlink_to("../docker/prod")
    (here / "out").symlink_to("../outside/Dockerfile")
    (here / "gone").symlink_to("nowhere")
    (here / "linked").symlink_to("../outside")
    (here.parent / "outside" / "beside").symlink_to("Dockerfile")
    (here.parent / "outside" / "up").symlink_to("../here/docker/prod")
    assert found("sub/Dockerfile", "docker/prod") == ["docker/prod"]
    assert found("linked") == ["linked/Dockerfile"]
    assert found("../outside/beside") == ["../outside/Dockerfile"]
    for name, said in (
        ("out", "leads out of"), ("gone", "No such file"), ("../outside/up", "leads out of"),
    ):  # fmt: skip
        (each,) = find([name]).found
        assert said in each.problem


def test_a_link_within_the_repository_but_out_of_the_named_folder(here: Path) -> None:
    make(here, "a/Dockerfile", "b/x", ".git/HEAD")
    (here / "b" / "Dockerfile").symlink_to("../a/Dockerfile")
    assert found("b") == []
    assert [note.reason for note in find(["b"]).notes] == ["it is a link that leads out of b"]
    assert found() == ["a/Dockerfile"]


def test_special_files_are_never_opened(here: Path) -> None:
    os.mkfifo(here / "Dockerfile")
    (note,) = find(["."]).notes
    assert note.reason == "it is a FIFO"
    # A named one comes back, and is refused when it is to be read.
    assert found("Dockerfile") == ["Dockerfile"]


def test_deep_folders(here: Path) -> None:
    for _ in range(25):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.chdir(here)
    make(here, "Dockerfile")
    search = find(["."])
    # The system's own limit on a path's length is met on the way, and said.
    assert [each.problem for each in search.found] == ["", "File name too long"]


def test_time_is_linear_in_the_number_of_files(here: Path) -> None:
    def seconds(folders: range) -> float:
        for number in folders:
            os.makedirs(f"{number}/a")
            make(here, f"{number}/Dockerfile", *(f"{number}/a/{file}.txt" for file in range(50)))
        best = 60.0
        for _ in range(3):
            start = time.perf_counter()
            assert len(found()) == folders.stop
            best = min(best, time.perf_counter() - start)
        return best

    make(here, ".gitignore", text="".join(f"x{n}/\n*.y{n}\n/z{n}/**/a\n" for n in range(20)))
    few = seconds(range(20))
    many = seconds(range(20, 200))
    # Ten times as many.
    assert many < 50 * few
    assert many < 5


# What git ignores.


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout


def test_gitignore(here: Path) -> None:
    git("init", "-q")
    make(here, "Dockerfile", "build/Dockerfile", "src/build/Dockerfile", "src/Dockerfile.local",
         "src/keep/Dockerfile.local", "src/x/Dockerfile", "private/Dockerfile")  # fmt: skip
    make(here, ".gitignore", text="build/\n*.local\n")
    make(here, "src/.gitignore", text="/x\n!keep/*.local\n")
    make(here, ".git/info/exclude", text="private\n")
    wanted = ["Dockerfile", "src/keep/Dockerfile.local"]
    assert found() == wanted
    # The same, if only a folder within the repository is named.
    assert found("src") == wanted[1:]
    assert found(str(here / "src" / "keep")) == [f"{here}/src/keep/Dockerfile.local"]


def test_a_folder_that_is_brought_back_does_not_bring_back_what_is_ignored_in_it(
    here: Path,
) -> None:
    make(here, "src/Dockerfile", "src/build/Dockerfile", "other/Dockerfile")
    make(here, ".gitignore", text="build/\n/*\n!/src/\n")
    assert found() == ["src/Dockerfile"]


def test_gitignore_without_a_repository_and_in_a_nested_one(here: Path) -> None:
    make(here, "a/Dockerfile", "b/Dockerfile", "b/c/Dockerfile")
    make(here, ".gitignore", text="Dockerfile\n")
    assert found() == []
    assert found("a") == ["a/Dockerfile"]
    make(here, "b/.git/info/exclude", text="c\n")
    assert found() == ["b/Dockerfile"]


def test_a_worktree_knows_the_repositorys_own_rules(here: Path) -> None:
    main = here / "main"
    main.mkdir()
    git("init", "-q", str(main))
    git("-C", str(main), "-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x",
        "--allow-empty")  # fmt: skip
    git("-C", str(main), "worktree", "add", "-q", "../other")
    make(here, "other/private/Dockerfile", "other/Dockerfile")
    make(main, ".git/info/exclude", text="private\n")
    assert found("other") == ["other/Dockerfile"]


def test_a_gitignore_that_is_a_link_or_a_fifo_is_not_followed(here: Path) -> None:
    make(here, "Dockerfile", "a/Dockerfile")
    make(here.parent, "rules", text="Dockerfile\n")
    (here / ".gitignore").symlink_to("../rules")
    os.mkfifo(here / "a" / ".gitignore")
    assert found() == ["Dockerfile", "a/Dockerfile"]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 30 + "b", "a" * 250),
        ("[^/]*" * 30 + "b", "a" * 250),
        ("/".join(["**/a"] * 30) + "/b", "a/" * 500 + "c"),
        ("a" + " " * 200_000 + "x", "a"),
        ("a\\" * 100_000 + " " * 1000, "a"),
        ("[" * 5_000, "a"),
        ("[[:" * 5_000, "a"),
    ],
)  # fmt: skip
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    start = time.perf_counter()
    assert Rules([pattern]).verdict(path.split("/"), folder=False) is None
    assert time.perf_counter() - start < 2


NAMES = ["a", "b", "ab", "a b", "[a]", "a*", "!a", "#a", "a\\b", "x.y", "]"]
FOLDERS = [
    "",
    *(f"{one}/" for one in NAMES),
    *(f"{one}/{two}/" for one, two in product(NAMES[:5], NAMES[:3])),
    *(f"{one}/{two}/{three}/" for one, two, three in product(NAMES[:2], repeat=3)),
]
FILES = ["Dockerfile", "Dockerfile.a", "a.Dockerfile", "Dockerfile.[a]", "Dockerfile.a b "]

PIECES = st.sampled_from(
    ["a", "b", "*", "?", "[ab]", "[!a]", "[^b]", "[a-c]", "[z-a]", "\\*", "\\[", "\\a", " ", "\\ ",
     "x.y", "Dockerfile", "Dock*.a", "[[:alpha:]]", "[]]", "[]-a]", "[", "\\\\", "#", "!", "-",
     "[a\\]]", "[a-]", "[--a]"]
)  # fmt: skip
PARTS = st.sampled_from(["**", "*", "a", "b"]) | st.lists(PIECES, min_size=1, max_size=3).map(
    "".join
)
PATTERNS = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["", "", "", "!"]),
    st.sampled_from(["", "", "/"]),
    st.lists(PARTS, min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "", "/"]),
    st.sampled_from(["", "", "", "  ", "\r"]),
).filter(
    # git up to 2.4x reads beyond a pattern's beginning where `**` follows something else.
    lambda pattern: not re.search(r"[^/!*]\*\*|\*\*[^/*\s]|\*\*\*", pattern)
)  # fmt: skip


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    make(folder, *(folder_ + file for folder_ in FOLDERS for file in FILES))
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    root=st.lists(PATTERNS, min_size=1, max_size=5),
    below=st.lists(PATTERNS, max_size=3),
    own=st.lists(PATTERNS, max_size=1),
)
def test_the_same_files_as_git(
    tree: Path, root: Iterable[str], below: Iterable[str], own: Iterable[str]
) -> None:
    for name, lines in ((".gitignore", root), ("a/.gitignore", below), (".git/info/exclude", own)):
        (tree / name).write_text("\n".join(lines), newline="")
    theirs = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-per-directory=.gitignore",
         "--exclude-from=.git/info/exclude"],
        cwd=tree, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    ours = {os.path.relpath(each.path, tree) for each in find([str(tree)]).found}
    assert ours == {name for name in theirs if name and not name.endswith(".gitignore")}


def test_real_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are those of the operating system, for files that are no links themselves."""
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "Dockerfile").touch()
    (tmp_path / "link").symlink_to("one")
    (tmp_path / "one" / "below").symlink_to("two")
    monkeypatch.chdir(tmp_path / "link")
    real = RealPaths()
    for path in (
        "two/Dockerfile", "below/Dockerfile", "../link/below/Dockerfile", "./two/../two/Dockerfile",
        str(tmp_path / "link" / "below" / "Dockerfile"), "/Dockerfile", "nowhere/Dockerfile",
        "/" + "a/" * 1500 + "Dockerfile",
    ):  # fmt: skip
        assert real.of(path) == os.path.realpath(path), path
