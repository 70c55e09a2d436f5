"""One door to hosts: what may be contacted, what credentials go there, and how much is taken as an answer."""

import base64
import json
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from dualtrack.adapters.access import Access
from dualtrack.adapters.source import NotRead

_TIMEOUT_SECONDS = 10
_LARGEST_BYTES = 64 * 1024 * 1024


class Http:
    """A server by its address, asked in JSON. Redirects are not followed: one could lead the credentials to another host."""

    def __init__(self, uri: str, access: Access) -> None:
        import urllib.request  # with TLS and what else HTTP needs

        class NoRedirect(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any, **__: Any) -> None:
                return None

        self._access = access
        self._is_own = access.is_own(uri)
        self._is_allowed = access.allows(uri)
        parts = urlsplit(uri)
        self._user = (unquote(parts.username or ""), unquote(parts.password or ""))
        self.uri = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._opener = urllib.request.build_opener(NoRedirect)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The answer to a request; raises NotRead, also where the user does not allow the host to be contacted."""
        import urllib.error
        import urllib.request

        if not self._is_allowed:
            raise NotRead(f"{self.uri} is not contacted without your leave")
        headers = {"Content-Type": "application/json", **self._credentials()}
        request = urllib.request.Request(f"{self.uri}{path}", json.dumps(body).encode(), headers, method="POST")
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as response:
                return json.loads(response.read(_LARGEST_BYTES))
        except urllib.error.HTTPError as error:
            raise NotRead(f"{self.uri} answered {error.code} {error.reason}") from error
        except (OSError, ValueError) as error:
            raise NotRead(f"{self.uri} is not reachable ({getattr(error, 'reason', error)})") from error

    def _credentials(self) -> dict[str, str]:
        if not self._is_own:
            return {}
        environment = self._access.environment
        if token := environment.get("MLFLOW_TRACKING_TOKEN"):
            return {"Authorization": f"Bearer {token}"}
        stated = (environment.get("MLFLOW_TRACKING_USERNAME", ""), environment.get("MLFLOW_TRACKING_PASSWORD", ""))
        user, password = stated if stated[0] else self._user
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"} if user else {}
