"""Texts of several keys for whoever begins an entry of a sprint, the hypothesis of an experiment or the team's conventions."""

from collections.abc import Collection, Iterator, Mapping

from dualtrack.features.proposal import Proposal
from dualtrack.said import said

_CURSOR = "|"
_SNIPPETS: Mapping[str, Mapping[str, str]] = {
    "experiment": {"hypothesis": 'hypothesis: "|"\nbaseline: {}\nsuccess_criteria: ""\ntimebox_days: 10'},
    "task": {"blocked": 'blocked: {kind: data, since: {today}, reason: "|"}'},
    "product_tasks": {"title": 'title: "|"\ntype: feature\nassignee:\npoints: 3'},
    "experiments": {"title": 'title: "|"\nhypothesis: ""\nsuccess_criteria: ""\ntimebox_days: 10'},
    "conventions": {
        "members": 'members:\n  ana: {name: "|", email: ana@example.org, role: ml-lead}',
        "tracks": "tracks:\n  research: {statuses: [proposed, running, |evaluating], closed: [decided]}",
        "sprint": "sprint: {limits: {product_tasks: |3, experiments: 2}}",
        "metrics": "metrics:\n  |Validation F1: val_f1",
        "rules": "rules:\n  stale-work: |off",
    },
}
"""By kind of item, list of a sprint or file: the first key of each, and its text with the place of the cursor."""


def snippets(of: str, standing: Collection[str], column: int, today: str) -> Iterator[Proposal]:
    """Those of which no key is there yet, for a place in this column of its line."""
    for key, text in _SNIPPETS.get(of, {}).items():
        if not any(line.partition(":")[0] in standing for line in text.splitlines()):
            whole = text.replace("{today}", today).replace("\n", "\n" + " " * column)
            at = whole.index(_CURSOR)
            detail = said("with all that belongs to it")
            yield Proposal(whole.replace(_CURSOR, ""), "template", detail, label=f"{key} …", found_by=key, cursor=at)
