"""The language of the client: what the server sends is given in it on the way out, and is English everywhere inside."""

from functools import cache
from types import MappingProxyType
from typing import Any, cast

from pygls.protocol import LanguageServerProtocol

from dualtrack.said import Language, in_language


@cache
def language_of(locale: str) -> Language:
    """The texts of a locale such as `de` or `de-at`; none where there are none, and English is shown."""
    if not locale or locale.startswith("en"):
        return {}
    import json  # English needs neither
    from importlib.resources import files

    known = {each.name: each for each in files("dualtrack").joinpath("languages").iterdir()}
    names = (f"{locale.lower()}.json", f"{locale.lower().partition('-')[0]}.json")
    found = next((known[name] for name in names if name in known), None)
    return json.loads(found.read_text("utf-8")) if found else {}


class Protocol(LanguageServerProtocol):
    """The protocol, in the language of the client."""

    language: Language = MappingProxyType({})

    def shown(self, text: str) -> str:
        """A text as the client has it."""
        return in_language(text, self.language)

    def _send_data(self, data: Any) -> None:
        super()._send_data(self._shown(data) if self.language else data)  # pyright: ignore[reportUnknownMemberType]

    def _shown(self, data: Any) -> Any:
        if isinstance(data, str):
            return self.shown(data)
        if isinstance(data, dict):
            return {key: self._shown(value) for key, value in cast("dict[str, Any]", data).items()}
        if isinstance(data, (list, tuple)):
            return [self._shown(each) for each in cast("list[Any]", data)]
        return data if data is None or isinstance(data, (int, float)) else self._shown(self._serialize_message(data))
