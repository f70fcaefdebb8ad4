"""A homeserver's sending: one transaction after the other on one connection, each when the last is answered.

Owns the connection. All is written before the clock starts and answers are read as little as
possible, so that the sender costs next to nothing beside what it measures.
"""

import socket
from collections.abc import Iterable
from itertools import count

from appservice.demo.loopback import LOOPBACK

HS_TOKEN = "token-of-the-homeserver"

_HEAD = (
    "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)
_LENGTH = b"content-length:"


class Refused(Exception):
    """The service answered something else than 200."""


class Sender:
    """One connection to one service."""

    def __init__(self, port: int) -> None:
        """Connect."""
        self._socket = socket.create_connection((LOOPBACK, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._numbers = count(1)

    def written(self, bodies: Iterable[bytes]) -> tuple[bytes, ...]:
        """Write the requests of transactions, each with a number of its own."""
        return tuple(
            _request("PUT", f"/_matrix/app/v1/transactions/{next(self._numbers)}", body)
            for body in bodies
        )

    def send(self, requests: Iterable[bytes]) -> None:
        """Send requests, each after the answer to the one before."""
        for request in requests:
            self._socket.sendall(request)
            self._answer()

    def ask(self, path: str) -> None:
        """Get a page, and forget it."""
        self.send([_request("GET", path, b"")])

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _answer(self) -> None:
        received = self._socket.recv(65536)
        while not _is_whole(received):
            more = self._socket.recv(65536)
            if not more:
                raise Refused("the service hung up")
            received += more
        if not received.startswith(b"HTTP/1.1 200 "):
            raise Refused(received.decode("utf-8", "replace"))


def _request(method: str, path: str, body: bytes) -> bytes:
    head = _HEAD.format(method=method, path=path, token=HS_TOKEN, length=len(body))
    return head.encode() + body


def _is_whole(answer: bytes) -> bool:
    head, separator, body = answer.partition(b"\r\n\r\n")
    if not separator:
        return False
    lengths = [
        line[len(_LENGTH) :] for line in head.lower().split(b"\r\n") if line.startswith(_LENGTH)
    ]
    return len(body) >= int(lengths[0])
