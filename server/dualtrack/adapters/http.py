"""One door to hosts: what may be contacted, what credentials go there, and how much is taken as an answer."""

import base64
import json
from concurrent.futures import Future
from contextlib import suppress
from socket import SHUT_RDWR
from threading import Thread
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from pydantic_core import from_json

from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.source import NotRead
from dualtrack.model.words import data_size
from dualtrack.said import said

_PIECE_BYTES = 1 << 16


class Http:
    """A server by its address, asked in JSON, by several threads if need be. Redirects are not followed: one could lead the
    credentials to another host."""

    def __init__(self, uri: str, access: Access) -> None:
        """Raises NotRead where the address is not valid."""
        self._access = access
        self._stated = uri
        self._is_allowed = access.allows(uri)
        parts = split_address(uri)
        self._user = (unquote(parts.username or ""), unquote(parts.password or ""))
        self.uri = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))
        self.size = 0
        """Bytes of the last answer."""

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer to a request with a body; raises NotRead, also where the user does not allow the host to be contacted."""
        return self._ask(path, body)

    def get(self, path: str) -> Any:
        """The answer to a request without one."""
        return self._ask(path, None)

    def send(self, path: str, body: dict[str, Any]) -> None:
        """Send a body to whoever answers that it has arrived, in whatever words; raises NotRead as `post` does."""
        self._ask(path, body, in_json=False)

    def _ask(self, path: str, body: dict[str, Any] | None, in_json: bool = True) -> Any:
        if not self._is_allowed:
            raise NotRead(said("{uri} is not contacted without your leave", self.uri))
        answer: Future[Any] = Future()
        connections: list[Any] = []
        Thread(target=self._answer, args=(answer, connections, path, body, in_json), daemon=True).start()
        try:
            return answer.result(limits.HTTP_SECONDS)
        except TimeoutError:
            for socket in (each.sock for each in connections if each.sock):
                with suppress(OSError):
                    socket.shutdown(SHUT_RDWR)  # else the thread would wait for as long as the server likes
            raise self._too_late() from None

    def _too_late(self) -> NotRead:
        return NotRead(said("{name} did not answer within {count} seconds", self.uri, limits.HTTP_SECONDS))

    def _answer(self, answer: "Future[Any]", *asked: Any) -> None:
        try:
            answer.set_result(self._asked(*asked))
        except Exception as error:
            answer.set_exception(error)

    def _asked(self, connections: list[Any], path: str, body: dict[str, Any] | None, in_json: bool) -> Any:
        import http.client
        import urllib.error
        import urllib.request

        headers = {"Content-Type": "application/json", **self._credentials()}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.uri}{path}", data, headers)
        until = monotonic() + limits.HTTP_SECONDS
        answered = bytearray()
        try:
            with _opener(connections).open(request, timeout=limits.HTTP_SILENCE_SECONDS) as response:
                while len(answered) <= limits.HTTP_BYTES and (piece := response.read1(_PIECE_BYTES)):
                    answered += piece
                    if monotonic() > until:
                        raise self._too_late()
                if len(answered) > limits.HTTP_BYTES:
                    raise NotRead(said("{uri} answered with more than {most}", self.uri, data_size(limits.HTTP_BYTES)))
                if response.length:
                    raise NotRead(said("{uri} broke off in the middle of an answer", self.uri))
                if in_json and response.headers.get_content_type() == "text/html":
                    raise NotRead(said("{uri} answered with a web page, such as one to log in", self.uri))
            self.size = len(answered)
            return from_json(answered) if in_json else None
        except urllib.error.HTTPError as error:
            status = f"{error.code} {http.client.responses.get(error.code, '')}".rstrip()
            raise NotRead(said("{uri} answered {status}", self.uri, status)) from None
        except OSError as error:
            raise NotRead(said("{uri} is not reachable ({why})", self.uri, getattr(error, "reason", error))) from None
        except (ValueError, http.client.HTTPException):  # whose messages hold what was sent
            raise NotRead(said("{uri} does not answer in JSON", self.uri)) from None

    def _credentials(self) -> dict[str, str]:
        variables = self._access.credentials_of(self._stated)
        if not variables:
            return {}
        environment = self._access.environment
        if token := environment.get(f"{variables}_TOKEN", "").strip():
            if not (token.isascii() and token.isprintable()):
                raise NotRead(said("{variable} holds a character that no header can", f"{variables}_TOKEN"))
            return {"Authorization": f"Bearer {token}"}
        stated = (environment.get(f"{variables}_USERNAME", ""), environment.get(f"{variables}_PASSWORD", ""))
        user, password = stated if stated[0] else self._user
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"} if user else {}


def split_address(uri: str) -> SplitResult:
    """The parts of an address; raises NotRead, which does not hold the address, where it is not valid."""
    with suppress(ValueError):
        parts = urlsplit(uri)
        # A `/`, `?` or `#` in a password would end the host, and the rest of the password would be shown as the path.
        if parts.hostname and (parts.port is None or parts.port > 0) and "@" not in parts.path + parts.query + parts.fragment:
            return parts
    raise NotRead(said("the address of the server is not valid; in a password, /, ? and # are written %2F, %3F and %23"))


def _opener(connections: list[Any]) -> Any:
    """What opens addresses, and adds each connection that it makes."""
    import urllib.request  # with TLS and what else HTTP needs

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    class Remembered(urllib.request.HTTPSHandler, urllib.request.HTTPHandler):
        def do_open(self, http_class: Any, *arguments: Any, **options: Any) -> Any:
            def made(*at: Any, **how: Any) -> Any:
                connections.append(http_class(*at, **how))
                return connections[-1]

            return super().do_open(made, *arguments, **options)

    return urllib.request.build_opener(NoRedirect, Remembered)
