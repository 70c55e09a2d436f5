"""What a change makes of a project."""

from collections.abc import Iterator
from typing import Any

from dualtrack.changes.change import Change
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts
from dualtrack.features.check import check
from dualtrack.files.document import Document, parse
from dualtrack.project.project import Project
from dualtrack.text import apply

from tests.written_facts import NOW, TODAY


def project_of(files: dict[str, str]) -> Project:
    """A project of these files."""
    facts = Facts(Clock({"": TODAY}, NOW))
    return Project().with_facts(facts).with_files([parse(path, text) for path, text in files.items()])


def made(change: Change) -> dict[str, Document]:
    """The new files of a change."""
    return {path: parse(path, apply("", edits)) for path, edits in change.edits.items()}


def findings(files: dict[str, Document]) -> list[str]:
    """What is found in files on their own, each as `code: message`."""
    project = project_of({path: document.text for path, document in files.items()})
    return sorted(f"{finding.code}: {finding.message}" for found in check(project).findings.values() for finding in found)


def texts(value: Any) -> Iterator[str]:
    """Every text in a value; of a list also what it is as one text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield ", ".join(entry for entry in value if isinstance(entry, str))
        for entry in value:
            yield from texts(entry)
    elif isinstance(value, dict):
        for entry in value.values():
            yield from texts(entry)


def said_in(document: Document) -> set[str]:
    """Every text in the keys of a file, and its body above the Definition of Done."""
    body = document.text[document.front.body :].partition("\n## Definition of Done\n")[0]
    return {*texts(document.values), body.removeprefix("\n").removesuffix("\n")}
