"""What the card of a sprint and of a model version says."""

from collections.abc import Iterator, Sequence

from dualtrack.features.markdown import escaped
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, product_tasks

_SHOWN = 6


def sprint_text(project: Project, sprint: Sprint) -> Iterator[str]:
    """Its dates and goal, and what of its work is done and open."""
    yield _dates(project, sprint)
    if sprint.goal and sprint.goal != sprint.title:
        yield f"**Goal** {escaped(sprint.goal)}"
    if sprint.model:
        yield f"**Model** {escaped(sprint.model)}"
    yield _work("Product tasks", "done", product_tasks(project, sprint))
    yield _work("Experiments", "decided", experiments(project, sprint))


def model_text(project: Project, model: ModelVersion) -> Iterator[str]:
    """Its stage, what changes with it, where it is registered, and how far the tasks that name it are."""
    words = [model.stage or "", f"deployed {model.deployed}" if model.deployed else f"due {model.due}" if model.due else ""]
    yield " · ".join(word for word in words if word)
    for name, text in (("Change", model.change), ("Registry", model.registry), ("Sprint", model.sprint)):
        if text:
            yield f"**{name}** {escaped(text)}"
    tasks = [
        item for item in project.referrers(model) if canonical(item.model) == canonical(model.id) and item.kind != "sprint"
    ]
    if tasks:
        yield f"**Tasks** {_listed(tasks)}"


def _dates(project: Project, sprint: Sprint) -> str:
    today = project.today(sprint)
    if not sprint.start or not sprint.end:
        return f"from {sprint.start}" if sprint.start else f"until {sprint.end}" if sprint.end else ""
    if today < sprint.start:
        stands = f"starts in {plural((sprint.start - today).days, 'day')}"
    elif sprint.has_ended(today):
        stands = f"ended {plural((today - sprint.end).days, 'day')} ago"
    else:
        stands = f"{plural((sprint.end - today).days, 'day')} left"
    return f"{sprint.start} – {sprint.end} · {stands}"


def _work(title: str, ended: str, items: Sequence[Item]) -> str:
    still_open = [item for item in items if not item.is_closed]
    if not items:
        return ""
    listed = f", open: {_listed(still_open)}" if still_open else ""
    return f"**{title}** {len(items) - len(still_open)} of {len(items)} {ended}{listed}"


def _listed(items: Sequence[Item]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return ", ".join(escaped(f"{item.shown} ({item.status})") for item in items[:_SHOWN]) + more
