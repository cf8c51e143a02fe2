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
    from collections import _tuplegetter
    from types import FunctionType

    class _NamedTupleMeta(type):
        def __new__(cls, name, bases, members):
            if not bases:
                return super().__new__(cls, name, bases, members)
            fields = tuple(members["__annotations__"])
            members["_fields"] = members["__match_args__"] = fields
            members["_field_defaults"] = {
                field: members[field] for field in fields if field in members
            }
            for index, field in enumerate(fields):
                members[field] = _tuplegetter(index, None)
            return type(name, (_Tuple,), {"__slots__": (), **members})

    class _Tuple(tuple):
        """What all of them do alike, and `namedtuple` would make for each."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            # Of most kinds none is ever made.
            kind = next(each for each in cls.__mro__ if "_fields" in vars(each))
            kind.__new__ = _maker(kind)
            return kind.__new__(cls, *values, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **named):
            made = self._make(map(named.pop, self._fields, self))
            if named:
                raise ValueError(f"Got unexpected field names: {list(named)}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            values = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({values})"

        def __getnewargs__(self):
            return tuple(self)

    #: What makes a tuple of so many fields, by their number.
    _MAKERS = {}

    def _maker(kind):
        """What `namedtuple` would compile for each kind anew; only the fields' names differ."""
        count = len(kind._fields)
        if count not in _MAKERS:
            fields = "".join(f"_{number}, " for number in range(count))
            _MAKERS[count] = eval(f"lambda _cls, {fields}: _new(_cls, ({fields}))").__code__
        code = _MAKERS[count].replace(co_varnames=("_cls", *kind._fields), co_name="__new__")
        defaults = tuple(kind._field_defaults.values())
        return FunctionType(code, {"_new": tuple.__new__}, "__new__", defaults)

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
