"""Django projects: what they let a request from inside the container see.

Django refuses a request whose Host is not among ALLOWED_HOSTS, so that a route is only asked for
where the settings in sight let 127.0.0.1 in; the port can be connected to in any case.
"""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING

from fixer.context.python import parsed
from fixer.context.python_routes import Shown, best

if TYPE_CHECKING:
    from fixer.context.image import Image

#: Middleware of these refuses no plain request of a route that only says that all is well.
_LETS_PASS = ("django.", "whitenoise.", "corsheaders.")


def shown(path: str, data: bytes, image: Image) -> Shown:
    """What the project of a manage.py, wsgi.py or asgi.py shows."""
    module = _settings_module(data)
    for folder in (posixpath.dirname(path), posixpath.dirname(posixpath.dirname(path))):
        settings = _tree(folder, module, image) if module else None
        if settings is not None:
            break
    else:
        return Shown()
    values = _assigned(settings)
    middleware = _texts(values.get("MIDDLEWARE"))
    urls = values.get("ROOT_URLCONF")
    if (
        not {"*", "127.0.0.1"} & {*(_texts(values.get("ALLOWED_HOSTS")) or ())}
        or middleware is None
        or not all(name.startswith(_LETS_PASS) for name in middleware)
        or not (isinstance(urls, ast.Constant) and isinstance(urls.value, str))
    ):
        return Shown()
    routes = _tree(folder, urls.value, image)
    return Shown(best(_routes(routes)) if routes is not None else "")


def _settings_module(data: bytes) -> str:
    tree = parsed(data)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Call) and len(node.args) == 2:
            name, value = node.args
            if isinstance(name, ast.Constant) and name.value == "DJANGO_SETTINGS_MODULE":
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    return value.value
    return ""


def _tree(folder: str, module: str, image: Image) -> ast.Module | None:
    data = image.read(posixpath.join(folder, *module.split(".")) + ".py")
    return parsed(data) if data is not None else None


def _assigned(tree: ast.Module) -> dict[str, ast.expr | None]:
    """The names that are set at the top of a file; None for what is set more than once."""
    out: dict[str, ast.expr | None] = {}
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names):
            return {}
        for target in targets:
            if isinstance(target, ast.Name):
                value = node.value if isinstance(node, ast.Assign) else None
                out[target.id] = None if target.id in out else value
    return out


def _texts(node: ast.expr | None) -> list[str] | None:
    """The texts of a list or tuple; None where it holds anything else."""
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    texts = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
    return texts if len(texts) == len(node.elts) else None


def _routes(tree: ast.Module) -> dict[str, bool]:
    """The paths of `path("health/", …)` in `urlpatterns` whose view is none that is included."""
    value = _assigned(tree).get("urlpatterns")
    out: dict[str, bool] = {}
    for node in value.elts if isinstance(value, ast.List) else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) >= 2:
            first, view = node.args[:2]
            if node.func.id == "path" and isinstance(first, ast.Constant):
                if isinstance(first.value, str) and isinstance(view, ast.Name | ast.Attribute):
                    if "<" not in first.value:
                        out["/" + first.value] = False
    return out
