"""What an experiment taught."""

import re

from dualtrack.files.read import FINDINGS_HEADING, LEARNINGS_HEADING
from dualtrack.files.read_body import own_words
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project

TRIED = "> - tried: "
"""What an idea that a ledger discarded is quoted behind."""
_TRIED = re.compile(rf"^[ \t]*{TRIED}(.*)", re.MULTILINE)


def learnings(project: Project, experiment: Experiment) -> str:
    """The learnings in the team's own words, on one line: those under their heading, else those of the key."""
    return _under(project, experiment, LEARNINGS_HEADING) or experiment.own_learnings


def tried_in_vain(project: Project, experiment: Experiment) -> str:
    """The ideas that were quoted from a ledger among the learnings, a line for each."""
    written = project.document(experiment).text if experiment.has_body else experiment.learnings
    return "\n".join(_TRIED.findall(written))


def findings(project: Project, experiment: Experiment) -> str:
    """What the team found, as its file has it under `## Findings`, on one line."""
    return _under(project, experiment, FINDINGS_HEADING)


def _under(project: Project, experiment: Experiment, title: str) -> str:
    document = project.document(experiment)
    heading = document.body.heading(title) if experiment.has_body else None
    return " ".join("".join(own_words(document.text, heading.section)).split()) if heading else ""
