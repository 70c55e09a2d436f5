from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pydantic import BaseModel

from dualtrack.files.yaml_tree import Mapping, Node
from dualtrack.findings import Finding, rule_of_whole
from dualtrack.model.conventions import Conventions, Member, SprintConventions, SprintLimits, Track, Tracker
from dualtrack.model.dod_conventions import CustomDodItem, DefinitionOfDone, DodEvidence, ExperimentDod
from dualtrack.model.metric import Metric
from dualtrack.project.project import Place, Project
from dualtrack.said import said

_SETTINGS: tuple[tuple[tuple[str, ...], type[BaseModel]], ...] = (
    ((), Conventions),
    (("members", "*"), Member),
    (("metrics", "*"), Metric),
    (("tracks", "*"), Track),
    (("sprint",), SprintConventions),
    (("sprint", "limits"), SprintLimits),
    (("definition_of_done",), DefinitionOfDone),
    (("definition_of_done", "items", "*"), CustomDodItem),
    (("definition_of_done", "items", "*", "evidence"), DodEvidence),
    (("definition_of_done", "experiment"), ExperimentDod),
    (("trackers", "*"), Tracker),
)
"""Where the keys stand that are ours, and whose they are; `*` is a name of the team's own."""


@rule_of_whole("warning")
def unknown_setting(project: Project) -> Iterator[Finding]:
    """A key in `dualtrack.yaml` that is a known one but for a slip.

    ## Why

    A mistyped key is not read: the team believes that it has agreed on something, and the board follows the default.

    ## Example

    ```
    -- dualtrack.yaml --
    rule: {missing-learnings: off}
    ^^^^ unknown-setting: rule is no known key; rules is
    tracks: {research: {status: [proposed, running]}}
                        ^^^^^^ unknown-setting: status is no known key; statuses is
    ```
    """
    for board in project.boards:
        document = project.documents.get(board.settings) if board.layout.has_our_settings else None
        for route, model in _SETTINGS if document else ():
            for mapping in _mappings(document.front.keys, route) if document else ():
                for key, _ in mapping.entries:
                    if meant := _meant(key.text, model.model_fields):
                        message = said("{text} is no known key; {meant} is", key.text, meant)
                        yield Finding(Place(board.settings, key.span), message)


def _meant(written: str, known: Iterable[str]) -> str | None:
    name = written.replace("-", "_")
    close = () if name in known else get_close_matches(name.lower(), known, n=1, cutoff=0.75)
    return close[0] if close else None


def _mappings(node: Node, route: tuple[str, ...]) -> Iterator[Mapping]:
    """What stands at a route of keys."""
    if not isinstance(node, Mapping):
        return
    if not route:
        yield node
        return
    for key, value in node.entries:
        if route[0] in ("*", key.text.replace("-", "_")):
            yield from _mappings(value, route[1:])
