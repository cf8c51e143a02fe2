"""What keeps the start short: put off what a plain run does not need, and name tuples cheaply."""

from __future__ import annotations

import importlib
import re
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, AnyStr, cast

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    class _NamedTupleMeta(type):
        def __new__(cls, name, bases, members):
            if not bases:
                return super().__new__(cls, name, bases, members)
            fields = list(members["__annotations__"])
            defaults = [members.pop(field) for field in fields if field in members]
            made = namedtuple(name, fields, defaults=defaults, module=members["__module__"])
            for member, value in members.items():
                if member != "__module__":
                    setattr(made, member, value)
            return made

    class NamedTuple(metaclass=_NamedTupleMeta):
        """As typing.NamedTuple, which compiles every annotation to see that it is one."""


class _Module(ModuleType):
    """Stands for a module until something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


def later(name: str) -> None:
    """Have `import name` cost nothing until it is used; a module that is there already stays."""
    sys.modules.setdefault(name, _Module(name))


class _Regex:
    """Stands for a pattern; once that is compiled, for its methods."""

    def __init__(self, *arguments: Any) -> None:
        self._arguments = arguments

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._arguments)
        for method in ("findall", "finditer", "fullmatch", "match", "search", "split", "sub"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, put off until the pattern is first used: to compile takes its time."""
    return cast("re.Pattern[AnyStr]", _Regex(pattern, flags))
