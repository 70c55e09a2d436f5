"""What an experiment taught."""

from dualtrack.files.read import LEARNINGS_HEADING
from dualtrack.files.read_body import own_words
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project


def learnings(project: Project, experiment: Experiment) -> str:
    """The learnings in the team's own words, on one line: those under their heading, else those of the key."""
    document = project.document(experiment)
    heading = document.body.heading(LEARNINGS_HEADING) if experiment.has_body else None
    written = "".join(own_words(document.text, heading.section)) if heading else ""
    return " ".join((written.strip() or experiment.learnings).split())
