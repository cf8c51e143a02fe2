"""What `pyproject.toml` and `.fixer.toml` say, and what is said of those that are wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fixer.config import Config, ConfigError, Configs, UnknownName, Wanted, known
from fixer.edit import Safety
from fixer.engine import Options

NOTHING = Wanted()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "repository" / "docker" / "web").mkdir(parents=True)
    return (tmp_path / "repository").resolve()


def of(place: Path) -> Config:
    return Configs().of(str(place))


def options(path: Path, wanted: Wanted = NOTHING) -> Options:
    return of(path.parent).options(str(path), wanted)


EVERYTHING = """
select = ["apt_lists", "pip-cache"]
ignore = ["pip_cache"]
safety = "unsafe"
offline = true
target = "build"
context = "docker"
exclude = ["old/", "!old/kept", "/docker/*.Dockerfile"]

[{table}per-file-ignores]
"web/" = ["apt_lists"]
"""


@pytest.mark.parametrize(
    ("name", "head", "table"),
    [
        ("pyproject.toml", "[project]\nname = 'x'\n[tool.fixer]\n", "tool.fixer."),
        (".fixer.toml", "[tool.fixer]\n", "tool.fixer."),
        (".fixer.toml", "", ""),
    ],
)
def test_every_key(place: Path, name: str, head: str, table: str) -> None:
    (place / name).write_text(head + EVERYTHING.format(table=table))
    config = of(place / "docker")
    assert config.options(str(place / "docker" / "Dockerfile"), NOTHING) == Options(
        select=frozenset({"apt_lists", "pip_cache"}), ignore=frozenset({"pip_cache"}),
        safety=Safety.UNSAFE, offline=True, target="build", context=place / "docker",
    )  # fmt: skip
    web = config.options(str(place / "docker" / "web" / "Dockerfile"), NOTHING)
    assert web.ignore == {"apt_lists", "pip_cache"}
    for path, excluded in {
        "old/Dockerfile": True, "a/old/x/Dockerfile": True, "old/kept/Dockerfile": True,
        "docker/x.Dockerfile": True, "docker/web/x.Dockerfile": False, "Dockerfile": False,
    }.items():  # fmt: skip
        assert config.excludes(str(place / path)) is excluded


def test_without_any_configuration(place: Path) -> None:
    assert options(place / "docker" / "Dockerfile") == Options()
    assert not of(place).excludes(str(place / "Dockerfile"))


def test_the_nearest_wins_and_nothing_is_merged(place: Path) -> None:
    (place / ".fixer.toml").write_text('safety = "safe"\ntarget = "outer"\n')
    (place / "docker" / "pyproject.toml").write_text('[tool.fixer]\ntarget = "inner"\n')
    assert options(place / "Dockerfile").target == "outer"
    inner = options(place / "docker" / "web" / "Dockerfile")
    assert (inner.target, inner.safety) == ("inner", Safety.HARDENING)
    (place / "docker" / ".fixer.toml").write_text('target = "own"\n')
    assert options(place / "docker" / "web" / "Dockerfile").target == "own"


def test_it_is_not_looked_for_above_the_repository(place: Path) -> None:
    (place.parent / ".fixer.toml").write_text('target = "outside"\n')
    assert options(place / "docker" / "Dockerfile").target is None
    assert options(place.parent / "Dockerfile").target == "outside"


@pytest.mark.parametrize("text", ["[tool.other]\n", "this is not TOML at all", "[tool]\n"])
def test_a_pyproject_of_others_is_passed_over(place: Path, text: str) -> None:
    (place / ".fixer.toml").write_text('target = "outer"\n')
    (place / "docker" / "pyproject.toml").write_text(text)
    assert options(place / "docker" / "Dockerfile").target == "outer"


def test_each_file_is_read_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / ".fixer.toml").write_text('target = "x"\n')
    configs = Configs()
    config = configs.of(str(place / "docker" / "web"))
    monkeypatch.setattr("fixer.config.read", None)
    assert configs.of(str(place / "docker" / "web")) is config
    assert configs.of(str(place / "docker")) is config
    assert configs.of(str(place)) is config
    first = config.options(str(place / "a"), NOTHING)
    assert config.options(str(place / "b"), NOTHING) is first


def test_the_command_line_wins(place: Path) -> None:
    (place / ".fixer.toml").write_text(
        'select = ["apt_lists"]\nignore = ["apt_lists"]\nsafety = "unsafe"\noffline = true\n'
        'target = "a"\ncontext = "docker"\n[per-file-ignores]\n"x.*" = ["pip_cache"]\n'
    )
    wanted = Wanted(
        select=frozenset({"apt_lists", "pip_cache"}), safety=Safety.SAFE, offline=False,
        context=Path("c"), target="b",
    )  # fmt: skip
    assert options(place / "Dockerfile", wanted) == Options(
        select=frozenset({"apt_lists", "pip_cache"}), safety=Safety.SAFE, context=Path("c"),
        target="b",
    )  # fmt: skip
    assert options(place / "x.Dockerfile", wanted).ignore == {"pip_cache"}
    also = options(place / "Dockerfile", Wanted(ignore=frozenset({"pip_cache"})))
    assert also.ignore == {"apt_lists", "pip_cache"}
    assert also.select == {"apt_lists"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slect = []", "tool.fixer.slect is not known; did you mean 'select'?"),
        ("xyz = 1", "tool.fixer.xyz is not known"),
        ("select = 'apt_lists'", "tool.fixer.select must be a list of texts"),
        ("select = [1]", "tool.fixer.select must be a list of texts"),
        ("ignore = ['apt_list']", "tool.fixer.ignore is wrong: no transform is named 'apt_list'; "
         "did you mean 'apt_lists'?"),
        ("safety = 'sage'", "tool.fixer.safety must be one of 'safe', 'hardening', 'unsafe'"),
        ("safety = 1", "tool.fixer.safety must be one of"),
        ("offline = 'yes'", "tool.fixer.offline must be true or false"),
        ("offline = 1", "tool.fixer.offline must be true or false"),
        ("target = ''", "tool.fixer.target must be a text"),
        ("target = 1", "tool.fixer.target must be a text"),
        ("exclude = 'x'", "tool.fixer.exclude must be a list of texts"),
        ("context = '..'", "tool.fixer.context must lie within"),
        ("context = '/'", "tool.fixer.context must lie within"),
        ("context = 'out'", "tool.fixer.context must lie within"),
        ("context = 'nowhere'", "tool.fixer.context must be a folder"),
        ("context = \"a\\u0000b\"", "tool.fixer.context must be a text"),
        ("per-file-ignores = []", "tool.fixer.per-file-ignores must be a table"),
        ("per-file-ignores = {a = 'x'}", 'tool.fixer.per-file-ignores."a" must be a list'),
        ("per-file-ignores = {a = ['apt_list']}", "did you mean 'apt_lists'"),
        ("select = [", "it is not TOML: "),
        ("x = " + "[" * 100_000, "nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_key(place: Path, text: str, said: str) -> None:
    (place / "out").symlink_to("..")
    path = place / "pyproject.toml"
    path.write_text(f"[tool.fixer]\n{text}\n")
    with pytest.raises(ConfigError) as caught:
        of(place / "docker")
    assert caught.value.path == str(path)
    assert said in caught.value.reason


def test_a_table_that_is_none(place: Path) -> None:
    (place / "pyproject.toml").write_text("tool.fixer = 1\n")
    with pytest.raises(ConfigError, match=r"tool\.fixer must be a table"):
        of(place)
    (place / ".fixer.toml").write_text("[tool.other]\n")
    with pytest.raises(ConfigError, match="fixer"):
        of(place)


def test_files_that_cannot_be_read(place: Path) -> None:
    path = place / ".fixer.toml"
    path.write_bytes(b"target = '\xff'")
    with pytest.raises(ConfigError, match="not TOML"):
        of(place)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ConfigError, match="a FIFO"):
        of(place)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(ConfigError, match="bytes"):
        of(place)


def test_a_context_may_lie_anywhere_in_the_repository(place: Path) -> None:
    (place / "docker" / ".fixer.toml").write_text('context = ".."\n')
    assert options(place / "docker" / "Dockerfile").context == place


def test_names() -> None:
    assert known(["apt-lists", " pip_cache "]) == {"apt_lists", "pip_cache"}
    with pytest.raises(UnknownName, match="'apt_list'; did you mean 'apt_lists'"):
        known(["apt_list"])
    with pytest.raises(ValueError, match=r"no transform is named 'zzz'$"):
        known(["zzz"])
