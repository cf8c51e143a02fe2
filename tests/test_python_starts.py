"""The ways in which an application of Python's is started: its code is read in all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixer import fix_text

#: Only root could make this folder: where the code is read, the build makes it for the user.
WRITER = 'import os\n\nos.makedirs("/var/lib/orders", exist_ok=True)\n'


@pytest.mark.parametrize(
    "command",
    [
        "python main.py",
        "python -m main",
        "python -m debugpy --listen 0.0.0.0:5678 main.py",
        "python -m cProfile main.py",
        "coverage run main.py",
        "watchmedo auto-restart -d . -p *.py -- python main.py",
        "gunicorn -w 4 main",
        "gunicorn --bind 0.0.0.0:8000 shop.wsgi",
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


def makes_the_folder(context: Path, command: str, more: str = "") -> bool:
    source = f"FROM python:3.12-slim\n{more}WORKDIR /app\nCOPY . .\nCMD {command}\n"
    result = fix_text(source, context=context, offline=True, select=["nonroot_user"])
    assert result.problem is None
    return b"mkdir -p /var/lib/orders" in result.after
