"""What a sprint holds, and where in its file to speak of it."""

from dualtrack.files.read_body import has_own_words
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint, SprintList
from dualtrack.project import evidence
from dualtrack.project.project import Place, Project

_FINDINGS_HEADING = "Findings"


def product_tasks(project: Project, sprint: Sprint) -> list[Item]:
    """Its tasks of every track but research, without those that were given up."""
    tasks = (item for item in project.members(sprint) if item.kind == "task")
    return [task for task in tasks if task.track != "research" and task.phase != "dropped"]


def experiments(project: Project, sprint: Sprint) -> list[Experiment]:
    """Its experiments, without those that were given up."""
    return [item for item in project.members(sprint) if isinstance(item, Experiment) and item.phase != "dropped"]


def list_place(project: Project, sprint: Sprint, name: SprintList) -> Place:
    """The key of one of its lists, else its head."""
    key = project.document(sprint).key((*sprint.route, name))
    return Place(sprint.path, key.span) if key else project.place(sprint)


def entry_place(project: Project, sprint: Sprint, item: Item) -> Place:
    """The entry for one of its members, else its head."""
    if item.is_inline and item.path == sprint.path and item.route[: len(sprint.route)] == sprint.route:
        return project.place(item)
    named = (entry for entry in sprint.entries if canonical(entry.names) == canonical(item.id or item.key))
    routes = (entry.route[len(sprint.route) :] for entry in named)
    return project.place(sprint, *(route for entry in routes for route in ((*entry, "id"), entry)))


def has_preliminary_result(project: Project, experiment: Experiment) -> bool:
    """Whether something came of it so far: a finished run, own words on what was seen, an extension, or a decision."""
    if experiment.is_closed or experiment.decision or experiment.extensions or experiment.has_learnings:
        return True
    document = project.document(experiment)
    findings = document.body.heading(_FINDINGS_HEADING) if experiment.has_body else None
    if findings and has_own_words(document.text, findings.section):
        return True
    return any(run.finished for run in evidence.runs(project, experiment).runs)
