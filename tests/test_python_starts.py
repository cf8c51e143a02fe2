"""The ways in which an application of Python's is started: its code is read in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer import Result, fix_text

#: Only root could make this folder: where the code is read, the build makes it for the user.
WRITER = 'import os\n\nos.makedirs("/var/lib/orders", exist_ok=True)\n'


@pytest.mark.parametrize(
    "command",
    [
        "python main.py",
        "python -m main",
        "python -c 'import main'",
        "python -m debugpy --listen 0.0.0.0:5678 main.py",
        "python -m cProfile main.py",
        "coverage run main.py",
        "watchmedo auto-restart -d . -p *.py -- python main.py",
        "gunicorn -w 4 main",
        "gunicorn --bind 0.0.0.0:8000 shop.wsgi",
        "gunicorn --bind unix:app.sock main:app",
        "uwsgi --http :8000 --wsgi-file main.py",
        "uwsgi --http :8000 --module=main:app",
        "celery -A shop worker",
        "dramatiq --processes 2 main",
        "arq main.WorkerSettings",
        "huey_consumer.py main.huey",
        "fastapi run",
        "flask run",
        "functions-framework --target=hello",
        "locust -f main.py",
    ],
)
def test_the_code_that_a_command_loads_is_read(command: str, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    for name in ("shop/__init__.py", "shop/celery.py", "shop/wsgi.py", "main.py"):
        (tmp_path / name).write_text(WRITER)
    (tmp_path / "shop/__init__.py").write_text("")
    (tmp_path / "app.py").write_text(WRITER if command == "flask run" else "")
    assert makes_the_folder(tmp_path, command)
    for path in tmp_path.rglob("*.py"):
        path.write_text("")
    assert not makes_the_folder(tmp_path, command)


@pytest.mark.parametrize(
    ("variable", "command"),
    [
        ("FLASK_APP=main", "flask run"),
        ("FLASK_APP=main.py", "python -m flask run"),
        ("DJANGO_SETTINGS_MODULE=main", "gunicorn other:application"),
        ("PYTHONPATH=/app/src", "python -m far"),
        ("PYTHONPATH=$PYTHONPATH:/app/src", "python other.py"),
    ],
)
def test_a_variable_names_code(variable: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/far.py").write_text(WRITER)
    (tmp_path / "main.py").write_text(WRITER)
    (tmp_path / "other.py").write_text("import far\n")
    assert makes_the_folder(tmp_path, command, f"ENV {variable}\n")
    assert not makes_the_folder(tmp_path, command)


def test_code_beside_the_started_file_is_found_where_the_program_works(tmp_path: Path) -> None:
    """`sys.path` is told the folder above: `python bin/start.py`."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/start.py").write_text('import sys\n\nsys.path.append(".")\nimport disk\n')
    (tmp_path / "disk.py").write_text(WRITER)
    assert makes_the_folder(tmp_path, "python bin/start.py")


@pytest.mark.parametrize(
    ("code", "passes_on"),
    [
        ("os.execvp(sys.argv[1], sys.argv[1:])", True),
        ("words = sys.argv[1:]\nos.execvp(words[0], words)", True),
        ("sys.exit(subprocess.call(sys.argv[1:]))", True),
        ("subprocess.run(['true'])\nprint(sys.argv[1:])", False),
    ],
)
def test_what_an_entrypoint_is_given_is_read(code: str, passes_on: bool, tmp_path: Path) -> None:
    (tmp_path / "entry.py").write_text(f"import os, subprocess, sys\n\n{code}\n")
    (tmp_path / "main.py").write_text(WRITER)
    assert makes_the_folder(tmp_path, "python entry.py python main.py") is passes_on


MANIFESTS = {
    "pyproject.toml": '[project]\nname = "keeper"\n[project.scripts]\nkeeper = "keeper.cli:main"\n',
    "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    keeper = keeper.cli:main\n",
    "setup.py": "import setuptools\n\nsetuptools.setup(\n"
    "    entry_points={'console_scripts': ['keeper=keeper.cli:main']})\n",
}
INSTALLS = {
    "pip install .": False,
    "pip install --no-cache-dir '.[web]'": False,
    "pip install -e .": True,
    "cd / && pip install --editable=/app": True,
    "python -m pip install /app": False,
    "uv pip install --system .": False,
    "pip wheel -w /wheels . && pip install /wheels/*.whl": False,
}


@pytest.mark.parametrize("command", ["keeper", "keeper serve", "python -m keeper.cli"])
@pytest.mark.parametrize("manifest", MANIFESTS)
@pytest.mark.parametrize("install", INSTALLS)
def test_a_program_of_an_installed_project_is_read(
    install: str, manifest: str, command: str, tmp_path: Path
) -> None:
    package = tmp_path / "src/keeper"
    package.mkdir(parents=True)
    (tmp_path / manifest).write_text(MANIFESTS[manifest])
    (package / "__init__.py").write_text("")
    (package / "cli.py").write_text(f"import os\n\ndef main():\n    {WRITER.splitlines()[2]}\n")
    assert makes_the_folder(tmp_path, command, run=install)
    assert not makes_the_folder(tmp_path, command, run="pip install flask")


@pytest.mark.parametrize("install", INSTALLS)
def test_an_installed_project_writes_beside_itself(install: str, tmp_path: Path) -> None:
    """Where its code was copied to is root's; where it stayed is the application's."""
    package = tmp_path / "keeper"
    package.mkdir()
    (tmp_path / "pyproject.toml").write_text(MANIFESTS["pyproject.toml"])
    (package / "__init__.py").write_text("")
    (package / "cli.py").write_text(
        'from pathlib import Path\n\nPath(__file__).with_name("state.json").write_text("{}")\n'
    )
    result = fixed(tmp_path, "keeper", run=install)
    assert (b"USER 10001:10001" in result.after) is INSTALLS[install]
    told = [skip.reason for skip in result.skips if "site-packages" in skip.reason]
    assert bool(told) is not INSTALLS[install]


def test_a_project_installed_in_an_earlier_stage_is_read(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_text(MANIFESTS["setup.py"])
    (tmp_path / "keeper").mkdir()
    (tmp_path / "keeper/cli.py").write_text(WRITER)
    source = (
        "FROM python:3.12 AS build\nWORKDIR /src\nCOPY . .\n"
        "RUN python -m venv /venv && /venv/bin/pip install .\n"
        "FROM python:3.12-slim\nCOPY --from=build /venv /venv\nENV PATH=/venv/bin:$PATH\n"
        'CMD ["keeper"]\n'
    )
    result = fix_text(source, context=tmp_path, offline=True, select=["nonroot_user"])
    assert b"mkdir -p /var/lib/orders" in result.after


def makes_the_folder(context: Path, command: str, more: str = "", run: str = "") -> bool:
    return b"mkdir -p /var/lib/orders" in fixed(context, command, more, run).after


def fixed(context: Path, command: str, more: str = "", run: str = "") -> Result:
    run = f"RUN {run}\n" if run else ""
    source = f"FROM python:3.12-slim\n{more}WORKDIR /app\nCOPY . .\n{run}CMD {command}\n"
    result = fix_text(source, context=context, offline=True, select=["nonroot_user"])
    assert result.problem is None
    return result
