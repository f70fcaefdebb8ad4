"""A homeserver on loopback that says what a test wants, for a command that is called as somebody calls it.

Owns what is asked and answered. Refuses to know Matrix: what a test does not say is not found.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from attrs import Factory, define

from appservice.demo.loopback import LOOPBACK

NOT_FOUND = (404, {"errcode": "M_NOT_FOUND", "error": "none"})


@define
class HomeserverStub:
    """Answers each request with what stands for it; several answers are given in turn, the last for ever.

    Attributes:
        answers: By method and path below `/_matrix/client/v1` or `v3`: status and body.
        asked: Method and path of each request, in order.
        tokens: What each showed.
        headers: Of every answer.
        silent_on: What is not answered until `may_speak`; `is_asked` tells that somebody waits for it.
    """

    answers: dict[str, list[tuple[int, Any]]] = Factory(dict)
    asked: list[str] = Factory(list)
    tokens: list[str | None] = Factory(list)
    headers: dict[str, str] = Factory(dict)
    silent_on: str | None = None
    is_asked: threading.Event = Factory(threading.Event)
    may_speak: threading.Event = Factory(threading.Event)
    url: str = ""

    def says(self, what: str, *answers: tuple[int, Any]) -> None:
        self.answers[what] = list(answers)

    def answer(self, what: str, token: str | None) -> tuple[int, Any]:
        self.asked.append(what)
        self.tokens.append(token)
        if what == self.silent_on:
            self.is_asked.set()
            self.may_speak.wait()
        waiting = self.answers.get(what, [NOT_FOUND])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def homeserver_stub() -> Iterator[HomeserverStub]:
    """Serve until the end of the block."""
    stub = HomeserverStub()
    with ThreadingHTTPServer((LOOPBACK, 0), _answering(stub)) as server:
        stub.url = f"http://{LOOPBACK}:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield stub
        finally:
            stub.may_speak.set()
            server.shutdown()
            thread.join()


def _answering(stub: HomeserverStub) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).split("/", 4)[-1]
            status, body = stub.answer(f"{self.command} {path}", self.headers["Authorization"])
            taken = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(HTTPStatus(status))
            for name, value in stub.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(taken)))
            self.end_headers()
            self.wfile.write(taken)

        def do_PUT(self) -> None:
            self.do_GET()

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Answering


def state(*pieces: tuple[str, str, Mapping[str, Any]]) -> tuple[int, Any]:
    return 200, [
        {"type": type_, "state_key": key, "content": content} for type_, key, content in pieces
    ]
