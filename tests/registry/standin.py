"""A registry in this process: it keeps a record of what it is asked, and is faulty on demand."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.registry.images import Image, image


class Asked(NamedTuple):
    method: str
    path: str
    #: Names are in lower case.
    headers: Mapping[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """One connection. A fault answers with these methods instead of the registry's own answer."""

    protocol_version = "HTTP/1.1"
    # What is written goes out at once and together: two small packets would wait for each other.
    wbufsize = -1
    standin: Standin
    asked: Asked

    def reply(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Answer; in a header's name `_` stands for `-`."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def cut(self) -> None:
        """Close the connection in the middle of whatever it is."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked = Asked(self.command, self.path, headers, self.rfile.read(length))
        self.standin.requests.append(self.asked)
        try:
            for fault in self.standin.faults:
                if fault(self):
                    return
            self.standin.answer(self)
        except OSError:  # the client has enough
            self.close_connection = True

    do_GET = do_HEAD = do_POST = do_PUT = _handle


#: Answers instead of the registry, or returns False.
Fault = Callable[[Handler], bool]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that goes away is what many tests are about


class Standin:
    """A registry on a port of its own, for a `with` block.

    With `any_name`, every repository and tag that is asked for is there.
    """

    def __init__(self, context: ssl.SSLContext | None = None, any_name: bool = False) -> None:
        self.requests: list[Asked] = []
        self.faults: list[Fault] = []
        self.any_name = any_name
        self._tags: dict[tuple[str, str], Image] = {}
        self._manifests: dict[str, Image] = {}
        self._blobs: dict[str, bytes] = {}
        handler = type("_Handler", (Handler,), {"standin": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port = self._server.server_address[1]
        self.scheme = "https" if context else "http"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.address}"

    def __enter__(self) -> Standin:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def add(self, repository: str, tag: str, added: Image) -> Image:
        self._tags[repository, tag] = added
        self._add(added)
        return added

    def _add(self, added: Image) -> None:
        from tests.registry.images import digest_of

        self._manifests[added.digest] = added
        self._blobs.update({digest_of(blob): blob for blob in added.blobs})
        for part in added.parts:
            self._add(part)

    def fail(self, pattern: str, fault: Callable[[Handler], None], times: int = -1) -> None:
        """Let `fault` answer what matches `METHOD path`; only the first `times` requests."""
        left = [times]

        def answer(handler: Handler) -> bool:
            if not left[0] or not re.search(pattern, f"{handler.command} {handler.path}"):
                return False
            left[0] -= 1
            fault(handler)
            return True

        self.faults.append(answer)

    def count(self, method: str, pattern: str = "") -> int:
        """How many requests there were whose path matches."""
        return sum(
            asked.method == method and re.search(pattern, asked.path) is not None
            for asked in list(self.requests)
        )

    def answer(self, handler: Handler) -> None:
        """What a registry in order says."""
        path = urlsplit(handler.path)
        found = re.fullmatch(r"/v2/(.+)/(manifests|blobs|tags)/([^/]+)", path.path)
        if path.path == "/v2/":
            handler.reply(200, b"{}")
        elif found is None:
            handler.reply(404, b'{"errors": [{"code": "UNSUPPORTED"}]}')
        elif found[2] == "manifests":
            self._manifest(handler, found[1], found[3])
        elif found[2] == "blobs" and found[3] in self._blobs:
            handler.reply(200, self._blobs[found[3]], Content_Type="application/octet-stream")
        elif found[2] == "tags":
            self._list(handler, found[1], parse_qs(path.query))
        else:
            handler.reply(404, b'{"errors": [{"code": "BLOB_UNKNOWN"}]}')

    def _manifest(self, handler: Handler, repository: str, target: str) -> None:
        found = self._manifests.get(target) or self._tags.get((repository, target))
        if found is None and self.any_name and not target.startswith("sha256:"):
            found = self.add(
                repository, target, image({"Labels": {"name": f"{repository}:{target}"}})
            )
        if found is None:
            handler.reply(404, b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}')
            return
        wanted = found
        if found.parts and found.media_type not in handler.headers.get("Accept", ""):
            wanted = found.parts[0]  # as registries do for clients that know no index
        handler.reply(
            200,
            wanted.body,
            Content_Type=wanted.media_type,
            Docker_Content_Digest=wanted.digest,
            Content_Length=str(len(wanted.body)),
        )

    def _list(self, handler: Handler, repository: str, query: Mapping[str, list[str]]) -> None:
        tags = sorted(tag for name, tag in self._tags if name == repository)
        count = int(query.get("n", ["100"])[0])
        last = query.get("last", [""])[0]
        page = [tag for tag in tags if tag > last][:count]
        more = {}
        if page and page[-1] != tags[-1]:
            more["Link"] = f'</v2/{repository}/tags/list?n={count}&last={page[-1]}>; rel="next"'
        handler.reply(200, json.dumps({"name": repository, "tags": page}).encode(), **more)
