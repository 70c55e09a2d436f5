"""What a repository tells of the past of its items."""

from pathlib import Path

from dualtrack.project.timeline import events
from dualtrack.workspace.repository import read_repository

TASK = "---\nid: {id}\nstatus: {status}\n---\nWhat the cart has to do, in some words.\n"


def told(folder: Path, key: str) -> list[str]:
    project = read_repository(str(folder), "2026-11-20", trust=False).project
    return [f"{event.kind} {event.before}>{event.after}" for event in events(project, project.items[key])]
