"""What an experiment taught."""

from dualtrack.files.read import FINDINGS_HEADING, LEARNINGS_HEADING
from dualtrack.files.read_body import own_words
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project


def learnings(project: Project, experiment: Experiment) -> str:
    """The learnings in the team's own words, on one line: those under their heading, else those of the key."""
    return _under(project, experiment, LEARNINGS_HEADING) or " ".join(experiment.learnings.split())


def findings(project: Project, experiment: Experiment) -> str:
    """What the team found, as its file has it under `## Findings`, on one line."""
    return _under(project, experiment, FINDINGS_HEADING)


def _under(project: Project, experiment: Experiment, title: str) -> str:
    document = project.document(experiment)
    heading = document.body.heading(title) if experiment.has_body else None
    return " ".join("".join(own_words(document.text, heading.section)).split()) if heading else ""
