"""Where compiled programs write, by their sources."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fixer.context.need import Kind, Need
from fixer.context.process import needs
from fixer.dockerfile.document import Document

_GO = """FROM golang:1.22 AS build
WORKDIR /src
COPY . .
RUN go build -o /out/shop ./cmd/shop
FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /out/shop /usr/local/bin/shop
CMD ["shop"]
"""
_JAVA = """FROM eclipse-temurin:17-jre-jammy
WORKDIR /app
COPY target/shop.jar app.jar
CMD ["java", "-jar", "app.jar"]
"""
_RUST = _GO.replace("golang:1.22", "rust:1.79").replace("go build -o", "cargo build #")
_C = """FROM gcc:13
WORKDIR /app
COPY . .
RUN gcc -o shop shop.c
CMD ["./shop"]
"""
_OTHERS = {
    "A.java": (_JAVA, "src/main/java/A.java"),
    "main.rs": (_RUST, "src/main.rs"),
    "shop.c": (_C, "shop.c"),
}


def found(folder: Path, text: str, files: dict[str, str]) -> list[Need]:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    document = Document(text.encode())
    document.context = folder
    return needs(document.stages[-1])


def paths(told: list[Need]) -> dict[str | None, bool]:
    assert {need.kind for need in told} <= {Kind.WRITES}
    return {need.path: need.is_file for need in told}


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('os.MkdirAll("/var/lib/shop/a", 0o755)', "/var/lib/shop/a"),
        ('os.MkdirAll(filepath.Join("/shelf", name), 0o755)', "/shelf"),
        ('os.WriteFile("/shelf/x", data, 0o644)', "/shelf"),
        ('f, err := os.Create("/shelf/x/y.csv")', "/shelf/x"),
        ('dir := flag.String("dir", "/var/lib/shop", "where it is kept")', "/var/lib/shop"),
        ('dataDir := getenv("DATA_DIR", "/data")', "/data"),
        ('db, err := sql.Open("sqlite3", "/data/shop.db")', "/data"),
        ('const log = "/var/log/shop/shop.log" // "/var/log/other/x"', "/var/log/shop"),
    ],
)
def test_go(tmp_path: Path, line: str, path: str) -> None:
    source = f"package main\n\nfunc main() {{\n\t{line}\n}}\n"
    (need,) = found(tmp_path, _GO, {"cmd/shop/main.go": source})
    assert (need.kind, need.path, need.is_file) == (Kind.WRITES, path, False)
    assert need.reason.startswith("main.go names /")
    assert need.reason.endswith("(line 4)")


@pytest.mark.parametrize(
    ("name", "line", "path"),
    [
        ("A.java", 'Files.createDirectories(Paths.get("/shelf"));', "/shelf"),
        ("A.java", 'new FileWriter("/shelf/x.csv", true)', "/shelf"),
        (
            "A.java",
            '@Value("${shop.dir}") String d; Path p = Path.of("/var/lib/s/x");',
            "/var/lib/s",
        ),
        ("main.rs", 'std::fs::create_dir_all("/shelf/a")?;', "/shelf/a"),
        ("main.rs", 'let f = File::create("/shelf/a")?;', "/shelf"),
        ("shop.c", 'FILE *f = fopen("/shelf/a", "w");', "/shelf"),
        ("shop.c", 'mkdir("/shelf", 0755);', "/shelf"),
    ],
)
def test_others(tmp_path: Path, name: str, line: str, path: str) -> None:
    text, place = _OTHERS[name]
    assert paths(found(tmp_path, text, {place: f"{line}\n"})) == {path: False}


@pytest.mark.parametrize(
    "line",
    [
        'mux.HandleFunc("/data", serve)',
        'r.GET("/data/store", serve)',
        'resp, err := client.Get("/data/files")',
        '{"/data", serve},',
        'b, err := os.ReadFile("/var/lib/other/key")',
        'root := "/var/lib/docker/containers"',
        '// os.MkdirAll("/shelf", 0)',
        '/* kept in\n"/var/lib/shop" */',
        'os.MkdirAll("/app/state", 0o755); os.Create("here.txt"); os.Create("/tmp/x")',
        'sock := "/var/run/docker.sock"; token := "/var/run/secrets/x/token"',
    ],
)
def test_what_is_no_place_to_write_to(tmp_path: Path, line: str) -> None:
    assert found(tmp_path, _GO, {"cmd/shop/main.go": f"package main\n{line}\n"}) == []


def test_files_that_are_not_the_programs(tmp_path: Path) -> None:
    line = 'package main\n\nvar x = os.MkdirAll("/shelf", 0)\n'
    names = ("a_test.go", "vendor/a/a.go", "examples/a.go", "test/a.go", "a.py")
    files = {**dict.fromkeys(names, line), "gen.go": f"//go:build ignore\n\n{line}"}
    assert found(tmp_path, _GO, files) == []
    (tmp_path / "gen.go").write_text(line)
    assert paths(found(tmp_path, _GO, {})) == {"/shelf": False}


def test_what_an_interpreter_runs_is_judged_by_itself(tmp_path: Path) -> None:
    text = _GO.replace('["shop"]', '["python3", "x.py"]')
    assert found(tmp_path, text, {"main.go": 'os.MkdirAll("/shelf", 0)\n'}) == []


def test_only_root_writes_to_folders_of_the_system(tmp_path: Path) -> None:
    (need,) = found(tmp_path, _GO, {"main.go": 'os.WriteFile("/etc/shop.conf", b, 0)\n'})
    assert need.kind is Kind.ROOT
    assert need.reason == "main.go names /etc/shop.conf (line 1)"
    (need,) = found(tmp_path, _GO, {"main.go": 'pid := "/run/shop.pid"\n'})
    assert (need.kind, need.path, need.is_file) == (Kind.WRITES, "/run/shop.pid", True)
    # a path that only may be written to speaks against nothing
    assert found(tmp_path, _GO, {"main.go": 'x := "/var/log/shop.log"\n'}) == []


def test_where_it_works_at_the_top(tmp_path: Path) -> None:
    text = _GO.replace("WORKDIR /app\n", "")
    (need,) = found(tmp_path, text, {"main.go": 'os.MkdirAll("shelf/a", 0)\n'})
    assert (need.kind, need.path) == (Kind.WRITES, "/shelf/a")
    (need,) = found(tmp_path, text, {"main.go": 'os.Create("shop.log")\n'})
    assert need.kind is Kind.ROOT


def test_hostile_sources(tmp_path: Path) -> None:
    started = time.monotonic()
    for text in ('"' * 200_000, "os.MkdirAll(" * 15_000, '"/var/lib/x' * 15_000, "/*" * 90_000):
        found(tmp_path, _GO, {"main.go": f"/data {text}"})
    many = "".join(f'"/var/lib/a{n}"\n' for n in range(9_000))
    assert len(found(tmp_path, _GO, {"main.go": many})) <= 20
    assert time.monotonic() - started < 30
