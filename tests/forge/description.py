"""Holds what is asked of a forge, and what the forge of the tests answers, against a description.

The descriptions are OpenAPI 3.0. They say what a forge's own description says of the operations
that the bot uses, with no name besides those that it uses: a name that is not there is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote

import yaml
from jsonschema import Draft202012Validator, validators

_FOLDER = Path(__file__).parent


def _type(validator: Any, types: Any, value: Any, schema: dict[str, Any]) -> Iterator[Any]:
    if value is not None or not schema.get("nullable"):
        yield from Draft202012Validator.VALIDATORS["type"](validator, types, value, schema)


_Validator = validators.extend(Draft202012Validator, {"type": _type})


class Operation(NamedTuple):
    """One method of one path."""

    method: str
    path: str
    pattern: re.Pattern[str]
    #: By where they are: in the path, or in the query.
    parameters: dict[str, Any]
    body: Any
    needs_body: bool
    answers: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class Description:
    """What one forge takes, and what it answers."""

    def __init__(self, path: Path) -> None:
        self._whole = yaml.safe_load(path.read_text(encoding="utf-8"))
        self.operations = [
            self._operation(path, method, said, operation)
            for path, said in self._whole["paths"].items()
            for method, operation in said.items()
            if method != "parameters"
        ]

    def find(self, method: str, path: str) -> Operation | None:
        """The operation of a path as it was sent, encoded, without what all paths begin with."""
        for each in self.operations:
            if each.method == method and each.pattern.fullmatch(path):
                return each
        return None

    def wrong_request(self, method: str, path: str, query: str, kind: str, body: Any) -> list[str]:
        """What is wrong with a request: nothing where the description allows it."""
        operation = self.find(method, path)
        if operation is None:
            return [f"{method} {path}: there is no such operation"]
        in_path = operation.pattern.fullmatch(path)
        assert in_path is not None
        asked = {
            "path": [(name, unquote(word)) for name, word in in_path.groupdict().items()],
            "query": parse_qsl(query, keep_blank_values=True),
        }
        wrong = []
        for place, words in asked.items():
            validator = operation.parameters[place]
            wrong += _held(validator, _typed(validator, words))
            wrong += ["a name is there twice"] * (len(dict(words)) < len(words))
        if body is None:
            wrong += ["a body is missing"] * operation.needs_body
        elif operation.body is None:
            wrong.append("it takes no body")
        else:
            wrong += ["the body is not told to be JSON"] * (not kind.startswith("application/json"))
            wrong += _held(operation.body, body)
        return [f"{operation.name}: {each}" for each in wrong]

    def wrong_answer(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer of success."""
        operation = self.find(method, path)
        assert operation is not None
        schema = operation.answers.get(str(status))
        wrong = [f"status {status}"] if schema is None else _held(schema, body)
        return [f"the answer to {operation.name}: {each}" for each in wrong]

    def _operation(self, path: str, method: str, said: Any, operation: Any) -> Operation:
        both = [*said.get("parameters", ()), *operation.get("parameters", ())]
        parameters = [self._resolved(each) for each in both]
        body = operation.get("requestBody", {})
        return Operation(
            method.upper(), path, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)),
            {place: self._named(parameters, place) for place in ("path", "query")},
            self._content(body), body.get("required", False),
            {status: self._content(each) for status, each in operation["responses"].items()},
        )  # fmt: skip

    def _named(self, parameters: list[Any], place: str) -> Any:
        found = {each["name"]: each for each in parameters if each["in"] == place}
        return self._validator({
            "properties": {name: each["schema"] for name, each in found.items()},
            "required": [name for name, each in found.items() if each.get("required")],
            "additionalProperties": False,
        })  # fmt: skip

    def _content(self, said: Any) -> Any:
        return self._validator(said["content"]["application/json"]["schema"]) if said else None

    def _resolved(self, said: Any) -> Any:
        kind, _, name = said.get("$ref", "").removeprefix("#/components/").partition("/")
        return self._whole["components"][kind][name] if name else said

    def _validator(self, schema: dict[str, Any]) -> Any:
        # with the components beside it, a reference to one of them is found
        whole = {**schema, "components": self._whole["components"]}
        _Validator.check_schema(whole)
        return _Validator(whole)


def _held(validator: Any, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def _typed(validator: Any, asked: list[tuple[str, str]]) -> dict[str, Any]:
    """Words as the values that they stand for; one that stands for none stays a word."""
    out: dict[str, Any] = {}
    for name, word in asked:
        out[name] = word
        kind = validator.schema["properties"].get(name, {}).get("type")
        if kind == "integer" and re.fullmatch("-?[0-9]+", word):
            out[name] = int(word)
        elif kind == "boolean" and word in ("true", "false"):
            out[name] = word == "true"
    return out


@cache
def described(prefix: str) -> Description | None:
    """The description of the API whose paths begin so. GitHub's own is held by Prism."""
    names = {"/api/v4": "gitlab", "/api/v1": "gitea"}
    return Description(_FOLDER / f"{names[prefix]}.openapi.yaml") if prefix in names else None
