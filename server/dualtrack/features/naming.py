"""Which item a person means."""

from difflib import get_close_matches

from dualtrack.changes.change import Refusal
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.branches import only_elsewhere
from dualtrack.project.identity import renamed
from dualtrack.project.project import Project


def named_item(project: Project, name: str) -> Item:
    """The item of an id, in any spelling, of a key or the part of one behind `/`, of a title or of a file's name,
    and the sprint that `sprint:` may call so; raises Refusal where there is none, or more than one."""
    if not name.strip():
        raise Refusal("no item is named: an id or a title is expected")
    twins = project.twins(name)
    if len(twins) > 1:
        raise Refusal(f"{name} is the id of several items: {', '.join(item.path for item in twins)}")
    if item := project.find(name):
        return item
    pages, word = {item.key for item in project.index.pages(name)}, folded(name)
    called = [
        item
        for key, item in project.items.items()
        if word and (key in pages or word in (folded(item.title), item.is_inline and folded(key.rpartition("/")[2])))
    ]
    if len(called) > 1:
        raise Refusal(f"{name} is the name of several items: {', '.join(sorted(item.key for item in called))}")
    if called:
        return called[0]
    if sprint := project.sprint(name):
        return sprint
    there = next(iter(only_elsewhere(project, name)), None)
    if now := renamed(project, name):
        raise Refusal(f"{name} is {now.id} now" + (f"; {there.branch} has one of that id: {there.path}" if there else ""))
    if there:
        raise Refusal(f"{there.id} is not here, but on {there.branch}: {there.path}")
    near = _nearest(project, name)
    raise Refusal(f"there is no {name}" + (f"; {near} is" if near else ""))


def known_item(project: Project, name: str) -> Item:
    """The same, also by an id that it had before: for whoever only reads."""
    return renamed(project, name) or named_item(project, name)


def _nearest(project: Project, name: str) -> str | None:
    """The id or title that is most like a name; another number is another item."""
    words = {folded(word): word for item in project.items.values() for word in (item.title, item.id) if word}
    likely = [word for word in words if _digits(word) == _digits(name)]
    return next((words[word] for word in get_close_matches(folded(name), likely, n=1)), None)


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text)).lstrip("0")
