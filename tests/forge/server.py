"""A small forge on loopback: bare repositories through `git http-backend`, and the three APIs.

It keeps what it is told, so that a test can look at it, be a person who closes, merges or pushes,
and make requests fail.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "tok-3f9a1c-very-secret"


@dataclass
class Pull:
    """A pull request."""

    number: int
    branch: str
    base: str
    title: str
    body: str
    state: str = "open"
    merged: bool = False
    labels: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    assignees: list[str] = field(default_factory=list)
    draft: bool = False
    #: GitLab finds out what the changes are only after it has answered.
    prepared: bool = True
    #: The repository of the branch; another one than the forge's is a fork.
    head: str = ""
    #: Review comments as they were sent.
    comments: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)


@dataclass
class Request:
    """What was asked of an API."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    #: The path as it was sent, encoded.
    raw: str = ""


@dataclass
class Fault:
    """What happens to the next requests that match, in place of an answer."""

    method: str
    path: str
    #: 0 cuts the connection.
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    times: int = 1
    #: The request is carried out all the same; only its answer is lost.
    carried_out: bool = False


class Repository:
    """A bare repository that a person can work on."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name
        path.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--initial-branch=main", ".")
        self.git("config", "http.receivepack", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")

    def git(self, *arguments: str, text: bytes = b"", **extra: str) -> str:
        kept = {key: os.environ[key] for key in ("PATH", "HOME")}
        environment = {
            **kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.com",
            "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.com", **extra,
        }  # fmt: skip
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, input=text, env=environment, capture_output=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commit(self, files: dict[str, str | None], branch: str = "main", message: str = "m") -> str:
        """A person's commit on a branch; None takes a file away."""
        index = {"GIT_INDEX_FILE": str(self.path / f"index-{threading.get_ident()}")}
        old = self.sha(branch)
        self.git("read-tree", *([old] if old else ["--empty"]), **index)
        for path, text in files.items():
            if text is None:
                gone = f"0 {'0' * 40}\t{path}\n".encode()
                self.git("update-index", "--index-info", text=gone, **index)
                continue
            blob = self.git("hash-object", "-w", "--stdin", text=text.encode())
            self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", **index)
        tree = self.git("write-tree", **index)
        sha = self.git("commit-tree", tree, *(["-p", old] if old else []), text=message.encode())
        self.git("update-ref", f"refs/heads/{branch}", sha)
        return sha

    def make_executable(self, path: str) -> None:
        """A person's commit on main that gives a file the mode of a program."""
        index = {"GIT_INDEX_FILE": str(self.path / "index-mode")}
        self.git("read-tree", "main", **index)
        blob = self.git("rev-parse", f"main:{path}")
        self.git("update-index", "--cacheinfo", f"100755,{blob},{path}", **index)
        tree = self.git("write-tree", **index)
        sha = self.git("commit-tree", tree, "-p", "main", "-m", "mode")
        self.git("update-ref", "refs/heads/main", sha)

    def sha(self, branch: str) -> str:
        with suppress(RuntimeError):
            return self.git("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
        return ""

    def read(self, branch: str, path: str) -> str:
        return self.git("show", f"refs/heads/{branch}:{path}") + "\n"

    @property
    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split()


class Forge:
    """The whole of it: repositories, pull requests, faults and a record."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repositories: dict[str, Repository] = {}
        self.pulls: dict[str, list[Pull]] = {}
        self.labels = ["dependencies", "docker"]
        #: Those of an organisation, for all of its repositories.
        self.owned_labels: list[str] = []
        self.users = {"ann": 7, "bob": 8}
        #: The numbers of pull requests that the forge fails to read itself.
        self.unread: set[int] = set()
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        #: Is shown every request first; what it returns is what is wrong with it.
        self.enforce: Callable[[Request], str] | None = None
        #: What the API's description does not allow: requests, and answers to them.
        self.wrong: list[str] = []
        #: What happens between the bot's look at a branch and its push: when the push begins, or
        #: after it was told where the branch is.
        self.before_push: tuple[str, Callable[[], object]] | None = None
        self._lock = threading.Lock()
        forge = self

        class Handler(_Handler):
            world = forge

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"

    @contextmanager
    def serving(self) -> Iterator[Forge]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def create(self, name: str, files: dict[str, str]) -> Repository:
        made = Repository(self.folder / f"{name}.git", name)
        made.commit(dict(files))
        self.repositories[name] = made
        self.pulls[name] = []
        return made

    def address(self, name: str) -> str:
        return f"{self.url}/{name}.git"

    def open_pull(self, name: str, branch: str, title: str, body: str, **more: Any) -> Pull:
        with self._lock:
            pull = Pull(len(self.pulls[name]) + 1, branch, more.pop("base", "main"), title, body)
            pull.head = more.pop("head", name)
            for key, value in more.items():
                setattr(pull, key, value)
            self.pulls[name].append(pull)
        self._keep_head(name, pull)
        return pull

    def _keep_head(self, name: str, pull: Pull) -> None:
        sha = self.repositories[name].sha(pull.branch)
        if sha:
            for pattern in ("refs/pull/{}/head", "refs/merge-requests/{}/head"):
                self.repositories[name].git("update-ref", pattern.format(pull.number), sha)

    def merge(self, name: str, number: int) -> None:
        """A person merges."""
        pull = self.pulls[name][number - 1]
        repository = self.repositories[name]
        repository.git("update-ref", f"refs/heads/{pull.base}", repository.sha(pull.branch))
        pull.state, pull.merged = "closed", True

    def asked(self, method: str = "", path: str = "") -> list[Request]:
        return [
            each for each in self.requests
            if each.method == (method or each.method) and re.search(path, each.path)
        ]  # fmt: skip


class _Cut(Exception):
    pass


class Answer(Exception):
    """What an API says, at once."""

    def __init__(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


class _Handler(BaseHTTPRequestHandler):
    world: Forge
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Transfer-Encoding") == "chunked":
            data = b""
            while size := int(self.rfile.readline(), 16):
                data += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            data = self.rfile.read(length)
        parts = urlsplit(self.path)
        try:
            if parts.path.startswith("/api/"):
                self._api(parts.path, parts.query, data)
            else:
                self._git(parts.path, parts.query, data)
        except _Cut:
            self.close_connection = True
            with suppress(OSError):
                self.connection.shutdown(2)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _serve

    # --- git

    def _git(self, path: str, query: str, data: bytes) -> None:
        world = self.world
        self._fault(path, lambda: None)
        found = re.fullmatch(r"/(.+?\.git)(/.*)", path)
        if not found or not (world.folder / found[1]).is_dir():
            return self._send(404, b"no such repository")
        writes = "git-receive-pack" in path + query
        if writes and not self._authorized():
            return self._send(
                401, b"", {"WWW-Authenticate": 'Basic realm="git"', "Content-Type": "text/plain"}
            )
        if writes and world.before_push and path.endswith(world.before_push[0]):
            world.before_push[1]()
            world.before_push = None
        environment = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(world.folder),
            "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(data)), "REMOTE_USER": "bot", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }  # fmt: skip
        done = subprocess.run(
            ["git", "http-backend"], input=data, env=environment, capture_output=True
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self._send(int(headers.pop("Status", "200").split()[0]), body, headers)
        return None

    def _authorized(self) -> bool:
        value = self.headers.get("Authorization", "")
        kind, _, rest = value.partition(" ")
        if kind.lower() == "basic":
            rest = base64.b64decode(rest).decode().partition(":")[2]
        return TOKEN in (rest, self.headers.get("PRIVATE-TOKEN"))

    # --- the APIs

    def _api(self, path: str, query: str, data: bytes) -> None:
        from tests.forge import gitea, github, gitlab
        from tests.forge.description import described

        world = self.world
        values = {name: each[-1] for name, each in parse_qs(query).items()}
        request = Request(
            self.command, unquote(path), values, json.loads(data) if data else None,
            dict(self.headers), path,
        )  # fmt: skip
        world.requests.append(request)
        routes = {"/api/v3": github.ROUTES, "/api/v4": gitlab.ROUTES, "/api/v1": gitea.ROUTES}
        prefix, rest = path[:7], path[7:]
        description = described(prefix)
        try:
            if not self._authorized():
                raise Answer(401, {"message": "Bad credentials"})
            if description:
                kind = self.headers.get("Content-Type", "")
                found = description.wrong_request(self.command, rest, query, kind, request.body)
                self._wrong(found)
            if world.enforce and (wrong := world.enforce(request)):
                self._wrong([wrong])
            self._fault(path, lambda: _answer(routes[prefix], world, request, rest))
            answer = _answer(routes[prefix], world, request, rest)
            if description and answer.status < 300:
                found = description.wrong_answer(self.command, rest, answer.status, answer.body)
                self._wrong(found)
            raise answer
        except Answer as answer:
            body = b"" if answer.body is None else json.dumps(answer.body).encode()
            self._send(answer.status, body, {"Content-Type": "application/json", **answer.headers})

    def _wrong(self, found: list[str]) -> None:
        if found:
            self.world.wrong += found
            raise Answer(422, {"message": f"not in the description: {found}"})

    def _fault(self, path: str, carry_out: Callable[[], object]) -> None:
        for fault in self.world.faults:
            if fault.times and fault.method == self.command and re.search(fault.path, path):
                fault.times -= 1
                if fault.carried_out:
                    carry_out()
                if not fault.status:
                    raise _Cut
                raise Answer(fault.status, fault.body, fault.headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        with suppress(OSError):
            self.send_response(status)
            for name, value in (headers or {}).items():
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)


Route = Callable[..., Any]


def _answer(
    routes: dict[tuple[str, str], Route], world: Forge, request: Request, path: str
) -> Answer:
    for (method, pattern), route in routes.items():
        if method == request.method and (found := re.fullmatch(pattern, path)):
            try:
                said = route(world, request, *map(unquote, found.groups()))
                return Answer(201 if method == "POST" else 200, said)
            except Answer as answer:
                return answer
    return Answer(404, {"message": f"Not Found: {request.method} {path}"})
