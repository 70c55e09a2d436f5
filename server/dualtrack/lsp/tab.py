"""The tab: the page that it shows is worked out anew when something changes, and what differs is sent."""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from dualtrack.features.filters import FILTERS, Filters, told_apart
from dualtrack.features.page import Parts, Shown
from dualtrack.features.pages import all_pages
from dualtrack.features.unknown import unknown_lines
from dualtrack.lsp.folder import Folder, user_of
from dualtrack.lsp.messages import Badge, FilterPart, FolderPart, TabChanged, TabRequest, camel
from dualtrack.lsp.slices import in_slices
from dualtrack.said import counted

if TYPE_CHECKING:
    from dualtrack.lsp.server import Server

_log = logging.getLogger(__name__)

_MOST_PARTS = 250
"""Of one message, as of the board's."""


class Tab:
    """The page that is open, if any, and its parts as they were sent last."""

    def __init__(self, server: "Server") -> None:
        self._server = server
        self._asked: TabRequest | None = None
        self._sent: dict[str, Any] | None = None
        self._kept: dict[str, dict[str, Any]] = {}
        self._is_stale = False
        self._telling: asyncio.Task[None] | None = None

    def show(self, asked: TabRequest) -> None:
        """Show a page from now on; one that does not exist is none. Of one that stays only another item beside it is sent."""
        before, self._asked = self._asked, asked if asked.page in all_pages() else None
        if not before or before.page != asked.page:
            self._kept = {}
        if not before or before == asked or replace(before, item=asked.item) != asked:
            self._sent = None
        self.changed()

    @property
    def filters(self) -> Filters:
        """Those that the tab asks for, none while it is closed."""
        return self._asked.filters if self._asked else {}

    def changed(self) -> None:
        """Something may be different from what was sent."""
        self._is_stale = True
        if self._asked and (not self._telling or self._telling.done()):
            self._telling = self._server.run(self._tell())

    async def _tell(self) -> None:
        while self._is_stale:
            self._is_stale = False
            try:
                await self._read_words()
                await in_slices(self._news())
            except Exception:  # another page, or what is new by now, may not fail
                _log.exception("A page could not be shown")

    async def _read_words(self) -> None:
        """Have the words of decided experiments ready for a search: of a large board they take long at first."""
        asked = self._asked and self._asked.page == "learnings" and self._asked.filters.get("text")
        for folder in [*self._server.folders.values()] if asked else ():
            await asyncio.to_thread(folder.live.priors.search, folder.live.state.drawn_project, "")

    def _news(self) -> Iterator[None]:
        """Send what differs; the parts of a page that is shown anew come in several messages, the first of which says so."""
        asked = self._asked
        if not asked:
            return
        parts: dict[str, Any] = {}
        for key, part in self._parts(asked):
            parts[key] = part
            yield
            if self._asked is not asked:
                return
        sent = self._sent or {}
        for message in tab_changes(asked.page, self._sent, parts):
            if self._asked is not asked:
                return
            names = {"page": message.page, "isNew": message.is_new, "set": message.set, "removed": message.removed}
            self._server.protocol.notify("dualtrack/tabChanged", names)
            kept = {key: part for key, part in sent.items() if key not in message.removed} if message.removed else sent
            self._sent = sent = kept | {key: parts[key] for key in message.set}
            yield

    def _parts(self, asked: TabRequest) -> Iterator[tuple[str, Any]]:
        """What every page has, then the parts of each folder; before each key stands the URI of the folder."""
        folders = list(self._server.folders.values())
        cards = [card for folder in folders if folder.live.state.boards for card in folder.live.state.boards.cards.values()]
        yield "filters", FilterPart(told_apart(cards), user_of(folder.project for folder in folders), _badges(folders))
        for folder in folders:
            yield folder.uri, _folder(folder)
            state = folder.live.state
            if state.boards:
                kept = self._kept.setdefault(f"{folder.uri}\n{asked.page}", {})
                of = (state.drawn_project, state.drawn_checked, state.boards)
                shown = Shown(*of, asked.filters, _day(asked.date), folder.live.priors.search, kept)
                for key, part in all_pages()[asked.page](shown):
                    yield f"{folder.uri}\n{key}", part
        if asked.item:
            for name, part in self._item(asked.item):
                yield f"item\n{asked.item}\n{name}", part

    def _item(self, id: str) -> Parts:
        """The parts of the item beside the page; none while its folder is being read."""
        from dualtrack.features.item_page import item_page  # the server starts without what it is only asked later
        from dualtrack.features.item_parts import GonePart

        folder, key = self._server.card(id) or (None, "")
        state = folder and folder.live.state
        if not state:
            yield "gone", GonePart()
        elif state.boards:
            yield from item_page(state.drawn_project, state.drawn_checked, state.boards, key)


def tab_changes(page: str, before: Mapping[str, Any] | None, parts: Mapping[str, Any]) -> Iterator[TabChanged]:
    """The parts that differ from those before, in messages of not too many; `before` is None where the page is new."""
    is_new, changed, before = before is None, dict[str, Any](), before or {}
    for key, part in parts.items():
        if before.get(key) != part:
            changed[key] = part_json(part)
            if len(changed) >= _MOST_PARTS:
                yield TabChanged(page, is_new, changed, [])
                is_new, changed = False, {}
    removed = [key for key in before if key not in parts]
    if changed or removed or is_new:
        yield TabChanged(page, is_new, changed, removed)


def tab_request(page: str, filters: Mapping[str, Any], date: str, item: str) -> TabRequest:
    """What the client asks for; words that are no filter are left out."""
    asked = {name: [str(word) for word in filters[name]] for name in (*FILTERS, "text") if name in filters}
    return TabRequest(page, asked, date, item)


def _badges(folders: Iterable[Folder]) -> dict[str, Badge]:
    count = sum(folder.live.state.boards.attention for folder in folders if folder.live.state.boards)
    text = counted(count, "{count} item needs a decision", "{count} items need a decision")
    return {"now": Badge(count, text)} if count else {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _folder(folder: Folder) -> FolderPart:
    boards = folder.live.state.boards
    state = "indexing" if not folder.live.is_read or not boards else "ready" if boards.boards else "empty"
    return FolderPart(folder.name, state, list(unknown_lines(folder.project)))


def part_json(value: Any) -> Any:
    """A part as JSON, as `messages.to_json`, without what is empty by default and is so: of a card that is most."""
    if names := _fields(value.__class__):
        given = ((shown, getattr(value, name), optional) for name, shown, optional in names)
        return {shown: part_json(each) for shown, each, optional in given if each or not optional}
    if isinstance(value, (list, tuple)):
        entries: list[Any] | tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        return [part_json(entry) for entry in entries]
    return value


@cache
def _fields(part: Any) -> list[tuple[str, str, bool]]:
    return [(name, camel(name), optional) for name, optional in part_fields(part).items()]


def part_fields(part: Any) -> dict[str, bool]:
    """The fields of a data class or a named tuple, and whether they are left out where they are empty."""
    if is_dataclass(part):
        return {each.name: each.default is not MISSING and not each.default for each in fields(part)}
    defaults: dict[str, Any] = getattr(part, "_field_defaults", {})
    return {name: name in defaults and not defaults[name] for name in getattr(part, "_fields", ())}
