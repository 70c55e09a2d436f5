"""Texts of several keys for whoever begins an entry of a sprint, the hypothesis of an experiment or the team's conventions."""

from collections.abc import Collection, Iterator, Mapping

from dualtrack.features.proposal import Proposal
from dualtrack.said import said

_CURSOR = "|"
_SNIPPETS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "experiment": {
        "hypothesis": (
            said("Hypothesis and criterion"),
            'hypothesis: "|"\nbaseline: {}\nsuccess_criteria: ""\ntimebox_days: 10',
        )
    },
    "task": {"blocked": (said("Blocker"), 'blocked: {kind: data, since: {today}, reason: "|"}')},
    "product_tasks": {"title": (said("New task"), 'title: "|"\ntype: feature\nassignee:\npoints: 3')},
    "experiments": {"title": (said("New experiment"), 'title: "|"\nhypothesis: ""\nsuccess_criteria: ""\ntimebox_days: 10')},
    "conventions": {
        "members": (said("Members of the team"), 'members:\n  ana: {name: "|", email: ana@example.org, role: ml-lead}'),
        "tracks": (said("Tracks"), "tracks:\n  research: {statuses: [proposed, running, |evaluating], closed: [decided]}"),
        "sprint": (said("Limits of a sprint"), "sprint: {limits: {product_tasks: |3, experiments: 2}}"),
        "metrics": (said("Names of metrics"), "metrics:\n  |Validation F1: val_f1"),
        "rules": (said("A rule that is off"), "rules:\n  stale-work: |off"),
    },
}
"""By kind of item, list of a sprint or file: the first key of each, what it is called, and its text with the place of the
cursor."""


def snippets(of: str, standing: Collection[str], column: int, today: str) -> Iterator[Proposal]:
    """Those of which no key is there yet, for a place in this column of its line."""
    for key, (label, text) in _SNIPPETS.get(of, {}).items():
        if not any(line.partition(":")[0] in standing for line in text.splitlines()):
            whole = text.replace("{today}", today).replace("\n", "\n" + " " * column)
            at = whole.index(_CURSOR)
            yield Proposal(whole.replace(_CURSOR, ""), "template", label=label, found_by=key, cursor=at)
