"""The paths that Python's code makes up: those that are plain are known, and no others."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from fixer import Result, fix_text

PLAIN = {
    "a function": "def folder():\n    base = '/data'\n    return base + '/orders'\n"
    "place = folder()",
    "what it is given": "def below(base, name='orders'):\n    return f'{base}/{name}'\n"
    "place = below('/data')",
    "a method": "class Places:\n    def orders(self):\n        return '/data/orders'\n"
    "place = Places().orders()",
    "a property": "class Places:\n    @property\n    def orders(self):\n"
    "        return '/data/orders'\nplaces = Places()\nplace = places.orders",
    "percent": "place = '%s/%s' % ('/data', 'orders')",
    "percent of one": "place = '/data/%s' % 'orders'",
    "format": "place = '{}/{name}'.format('/data', name='orders')",
    "format by numbers": "place = '{1}/{0}'.format('orders', '/data')",
    "join of a text": "place = '/'.join(['', 'data', 'orders'])",
    "two at once": "place, name = '/data/orders', 'x'",
    "a separator": "place = os.sep + 'data' + os.sep + 'orders'",
    "a dict": "PLACES = {'paths': {'orders': '/data/orders'}}\nplace = PLACES['paths']['orders']",
    "a dict that is asked": "PLACES = {'orders': '/data/orders'}\nplace = PLACES.get('orders')",
    "a variable that is set": "os.environ['PLACE'] = '/data/orders'\nplace = os.environ['PLACE']",
    "a variable's default": "os.environ.setdefault('PLACE', '/data/orders')\n"
    "place = os.environ['PLACE']",
    "variables in a text": "os.environ['PLACE'] = 'x'\nplace = os.path.expandvars('/data/orders')",
    "a field": "from dataclasses import dataclass, field\n\n@dataclass\nclass Places:\n"
    "    orders: str = field(default_factory=lambda: '/data/orders')\n"
    "places = Places()\nplace = places.orders",
    "an enumeration": "import enum\n\nclass Places(enum.Enum):\n    ORDERS = '/data/orders'\n"
    "place = Places.ORDERS.value",
}
OPEN = {
    "a branch": "def folder():\n    base = '/data/orders'\n    if os.cpu_count() > 3:\n"
    "        base = input()\n    return base\nplace = folder()",
    "two of a name": "def folder():\n    return '/data/orders'\n\nclass Other:\n"
    "    def folder(self):\n        return input()\nplace = Other().folder()",
    "what nobody knows": "def below(base):\n    return f'{base}/orders'\nplace = below(input())",
    "two dicts of a name": "PLACES = {'orders': '/data/orders'}\nPLACES = {'orders': input()}\n"
    "place = PLACES['orders']",
    "a key that is not there": "PLACES = {'orders': '/data/orders'}\nplace = PLACES[input()]",
    "a generator": "def folder():\n    yield 1\n    return '/data/orders'\nplace = folder()",
    "a format of more": "place = '{}{}'.format(input(), '/data/orders')",
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_path_is_known(case: str, tmp_path: Path) -> None:
    assert b"mkdir -p /data/orders" in fixed(PLAIN[case], tmp_path).after


@pytest.mark.parametrize(
    "words",
    [
        "tar cf /data/orders/all.tar x",
        "tar -czf /data/orders/all.tgz x",
        "tar --create --file=/data/orders/all.tar x",
        "tar -xzf all.tgz -C /data/orders",
        "ffmpeg -i a.mp4 /data/orders/a.mp3",
        "zip -r /data/orders/all.zip .",
        "unzip -o all.zip -d /data/orders",
        "sqlite3 /data/orders/all.db",
        "dd if=/dev/zero of=/data/orders/all",
    ],
)
def test_what_a_program_is_told_to_write_is_known(words: str, tmp_path: Path) -> None:
    result = fixed(f"import subprocess\nsubprocess.run({words.split()})\nplace = 'x'", tmp_path)
    assert b"mkdir -p /data/orders" in result.after


@pytest.mark.parametrize("words", ["tar tf /data/orders/x", "tar xf /data/orders/x -C here"])
def test_what_a_program_reads_is_not_written(words: str, tmp_path: Path) -> None:
    result = fixed(f"import subprocess\nsubprocess.run({words.split()})\nplace = 'x'", tmp_path)
    assert b"/data" not in result.after


@pytest.mark.parametrize(
    "place",
    [
        "os.environ['HOME'] + '/orders'",
        "os.path.expandvars('$HOME/orders')",
        "os.path.join(os.getenv('HOME'), 'orders')",
        "os.path.expanduser('~/orders')",
    ],
)
def test_the_home_folder_is_the_users(place: str, tmp_path: Path) -> None:
    result = fixed(f"place = {place}", tmp_path)
    assert b"USER 10001:10001" in result.after
    assert b"HOME" not in result.after


def test_a_setting_that_names_another_is_known(tmp_path: Path) -> None:
    (tmp_path / "app.ini").write_text("[main]\nBase = /data\norders = %(base)s/orders\n")
    code = "import configparser\n\nsettings = configparser.ConfigParser()\n"
    code += "settings.read('app.ini')\nplace = settings['main']['orders']"
    assert b"mkdir -p /data/orders" in fixed(code, tmp_path).after


@pytest.mark.parametrize("case", OPEN)
def test_what_may_be_anything_is_not_known(case: str, tmp_path: Path) -> None:
    result = fixed(OPEN[case], tmp_path)
    assert b"USER" not in result.after
    assert any("a path that is not known" in skip.reason for skip in result.skips)


def test_a_function_of_another_file_is_known(tmp_path: Path) -> None:
    (tmp_path / "places.py").write_text(
        "BASE = '/data'\n\ndef orders():\n    return BASE + '/orders'\n"
    )
    assert (
        b"mkdir -p /data/orders" in fixed("import places\nplace = places.orders()", tmp_path).after
    )


STORE = """import os

class Store:
    def __init__(self, path="/data/orders"):
        self.path = path
        os.makedirs(path)
"""
MAKE = """import os

def make(path, *, mode=0o755):
    os.makedirs(path, mode)
"""
METHOD = """import os

class Store:
    def make(self, within):
        os.makedirs(within)
"""
CALLS = {
    "a function": (MAKE, "store.make('/data/orders')"),
    "by its own name": (MAKE, "from store import make\nmake('/data/orders')"),
    "the caller's": (MAKE, "def main():\n    it = '/data/orders'\n    store.make(it)\nmain()"),
    "a method": (METHOD, "store.Store().make('/data/orders')"),
    "by keyword": (METHOD, "store.Store().make(within='/data/orders')"),
    "what it is made with": (STORE, "store.Store('/data/orders')"),
    "its default": (STORE, "kept = store.Store()\nopen(kept.path + '/first', 'w')"),
    "in a hint": (STORE, "def main(given: store.Store): ...\nmain(store.Store())"),
}
NOT_ALL = {
    "handed on": (MAKE, "store.make('/data/orders')\nmap(store.make, input())"),
    "given what nobody knows": (MAKE, "store.make('/data/orders')\nstore.make(input())"),
    "by another name": (MAKE, "from store import make as m\nm(input())\nstore.make('/data/x')"),
    "by code that is loaded": (
        MAKE,
        "import importlib\nimportlib.import_module(input())\nstore.make('/data/orders')",
    ),
    "by a subclass": (STORE, "class Mine(store.Store):\n    pass\nstore.Store()"),
}


@pytest.mark.parametrize("case", CALLS)
def test_what_calls_give_in_another_file_is_known(case: str, tmp_path: Path) -> None:
    module, code = CALLS[case]
    (tmp_path / "store.py").write_text(module)
    result = fixed(f"import store\n{code}\nplace = 'here'", tmp_path)
    assert b"USER 10001:10001" in result.after
    assert b"mkdir -p /data/orders" in result.after


@pytest.mark.parametrize("case", NOT_ALL)
def test_calls_of_which_not_all_are_known_say_nothing(case: str, tmp_path: Path) -> None:
    module, code = NOT_ALL[case]
    (tmp_path / "store.py").write_text(module)
    result = fixed(f"import store\n{code}\nplace = 'here'", tmp_path)
    assert b"USER" not in result.after
    assert any("a path that is not known" in skip.reason for skip in result.skips)


def fixed(code: str, context: Path) -> Result:
    (context / "main.py").write_text(f"import os\n\n{code}\nos.makedirs(place)\n")
    source = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'
    return fix_text(source, context=context, offline=True, select=["nonroot_user"])


@pytest.mark.parametrize(
    "call",
    [
        "symlink('x', '/data/orders/x')",
        "link('x', '/data/orders/x')",
        "mkfifo('/data/orders/x')",
        "truncate('/data/orders/x', 0)",
        "utime('/data/orders/x')",
        "rmdir('/data/orders/x')",
    ],
)
def test_a_call_alone_in_its_file_is_seen(call: str, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(f"import os\n\nos.{call}\n")
    source = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]\n'
    result = fix_text(source, context=tmp_path, offline=True, select=["nonroot_user"])
    assert b"mkdir -p /data/orders" in result.after


def test_functions_that_call_many_others_come_to_an_end(tmp_path: Path) -> None:
    started = time.process_time()
    code = "def f9():\n    return 'x'\n"
    for n in range(9):
        calls = f"{{f{n + 1}()}}" * 200
        code += f"def f{n}():\n    return f'{calls}'\n"
    fixed(f"{code}place = f0()", tmp_path)
    assert time.process_time() - started < 10
