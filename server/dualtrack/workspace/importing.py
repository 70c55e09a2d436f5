"""Files and folders of other tools, read to be imported."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded, read_text, too_large, walk
from dualtrack.adapters.plain_files import any_bytes
from dualtrack.changes.change import Change, Refusal, texts_after
from dualtrack.changes.import_backlog import import_backlog
from dualtrack.changes.import_csv import import_csv
from dualtrack.features.check import check
from dualtrack.files.backlog import ROOT_CONFIG, BacklogFolder, find_backlog
from dualtrack.files.document import parse, unreadable
from dualtrack.files.edits import append_entry
from dualtrack.project.board import ITEM_SUFFIXES, USUAL_FOLDERS
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from dualtrack.said import joined, said
from dualtrack.text import Edit, Span, apply
from dualtrack.workspace.repository import Repository

_NAMED = 5


def from_file(project: Project, path: Path, source: str | None) -> Change:
    """What a CSV file makes new; raises Refusal."""
    if source == "backlog":
        raise Refusal(said("{path} is no Backlog.md folder", path))
    try:
        content = any_bytes(path, limits.FILE_BYTES + 1)
        text = too_large(max(path.stat().st_size, len(content))) if len(content) > limits.FILE_BYTES else table_text(content)
    except OSError as error:
        raise Refusal(said("{path} cannot be read: {why}", path, error.strerror)) from None
    if isinstance(text, Unreadable):
        raise Refusal(joined(": ", (str(path), str(text))))
    return asking_nothing_new(project, import_csv(project, path.name, text, source))


def from_folder(repository: Repository, path: Path, source: str | None) -> tuple[Repository, Change]:
    """What a Backlog.md folder makes new, and the repository with the files of the folder, board or not."""
    if source not in (None, "backlog"):
        raise Refusal(said("{path} is a folder; of {source} a CSV file is expected", path, source))
    if not path.is_relative_to(repository.root):
        raise Refusal(said("{path} lies outside of {root}", path, repository.root))
    named = path.relative_to(repository.root).as_posix()
    folders = (named,) if named != "." else USUAL_FOLDERS[1:]
    paths = [path for folder in folders for path in walk(repository.root, folder, lambda name: name.endswith(ITEM_SUFFIXES))]
    project = repository.project.with_files(
        unreadable(each, str(text)) if isinstance(text, Unreadable) else parse(each, text)
        for each in dict.fromkeys((ROOT_CONFIG, *paths))
        if (text := read_text(repository.root, each)) is not None
    )
    found = find_backlog(project.documents)
    if named == "." and not found:
        raise Refusal(said("there is no Backlog.md folder in {path}", path))
    folder = found.path if named == "." and found else named
    if whole := _whole_of(folder, found):
        raise Refusal(said("{folder} is a part of the Backlog.md folder {whole}: import the whole", folder, whole))
    change = asking_nothing_new(project, import_backlog(project, folder))
    config = found.config if found and found.path == folder else f"{folder}/config.yml"
    left = [each for each in walk(repository.root, folder, _is_left) if each != config]
    notes = (*change.notes, *_left_behind(folder, left))
    return Repository(repository.root, project), replace(change, notes=notes)


def _whole_of(folder: str, found: BacklogFolder | None) -> str:
    """The Backlog.md folder that a folder is only a part of; empty where it is none."""
    above = [path.as_posix() for path in PurePosixPath(folder).parents]
    return next((each for each in above if (found and each == found.path) or each.rpartition("/")[2] in USUAL_FOLDERS[1:]), "")


def asking_nothing_new(project: Project, change: Change) -> Change:
    """The import, with leave for closed items, and for those that were judged on their board, to lack what they were not asked
    for before."""
    texts = texts_after(project, change)
    after = project.with_files(parse(path, text) for path, text in texts.items())
    asked = {key: Counter(each.code for each in found) for key, found in check(project, once=True).items.values.items()}
    edits = dict(change.edits)
    for key, found in check(after, once=True).items.values.items():
        item = after.items[key]
        new = Counter(finding.code for finding in found) - asked.get(key, Counter())
        left = [code for code in new if _asks(code) and (key in asked or (item.is_closed and _is_of_closed(code)))]
        for code in left if item.path in change.edits else ():
            allow = append_entry(parse(item.path, texts[item.path]), "allow", code)
            texts[item.path] = apply(texts[item.path], (allow,))
            edits[item.path] = (Edit(Span(0, 0), texts[item.path]),)
    return replace(change, edits=edits)


def _asks(code: str) -> bool:
    """Whether a rule asks something of items in some phases, where others tell of faults."""
    return bool(all_rules()[code].phases) and all_rules()[code].severity != "error"


def _is_of_closed(code: str) -> bool:
    """Whether a rule judges what is closed because it is."""
    return not {"done", "dropped"}.isdisjoint(all_rules()[code].phases)


def table_text(data: bytes) -> str | Unreadable:
    """A table in UTF-8 or, as spreadsheets write it, in UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0\0" in (data[:4:2], data[1:4:2]):
        encoding = "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    else:
        return decoded(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return decoded(data)


def _is_left(name: str) -> bool:
    return not name.endswith(".md")


def _left_behind(folder: str, left: list[str]) -> Iterator[str]:
    """What is to be known of the folder before somebody removes it."""
    if left:
        more = f" and {len(left) - _NAMED} more" if len(left) > _NAMED else ""
        yield f"not imported, as no Markdown: {', '.join(left[:_NAMED])}{more}"
    yield f"{folder}/ is no board any more: remove it once you are content"
