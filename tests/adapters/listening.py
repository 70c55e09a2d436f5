"""A real server that answers as a test tells it, and remembers what it was asked."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread


@dataclass
class Listener:
    """`answer` makes the bytes of an answer from those of a request; None: the server says nothing until the test is over."""

    answer: Callable[[bytes], bytes | None]
    uri: str = ""
    asked: list[bytes] = field(default_factory=list[bytes])


def answered(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """An answer of HTTP as it should be."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "Connection: close", "", "")
    return "\r\n".join(lines).encode() + body


@contextmanager
def listening(answer: Callable[[bytes], bytes | None]) -> Iterator[Listener]:
    """A server on a free port."""
    over = Event()

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = b""
            while b"\r\n\r\n" not in request or len(request.partition(b"\r\n\r\n")[2]) < _length(request):
                request += connection.recv(1 << 16)
            listener.asked.append(request)
            said = listener.answer(request)
            if said is None:
                over.wait(10)
            else:
                connection.sendall(said)

    def serve() -> None:
        with suppress(OSError):
            while True:
                Thread(target=talk, args=(door.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as door:
        listener = Listener(answer, f"http://127.0.0.1:{door.getsockname()[1]}")
        Thread(target=serve, daemon=True).start()
        try:
            yield listener
        finally:
            over.set()


def _length(request: bytes) -> int:
    head = request.partition(b"\r\n\r\n")[0].lower()
    return int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
