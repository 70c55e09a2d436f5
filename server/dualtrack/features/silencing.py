"""The offers to have a rule find nothing where it finds something."""

from collections.abc import Iterable, Iterator
from functools import partial

from dualtrack.changes.silence import allow, turn_off
from dualtrack.features.code_actions import ActionOffer, lines_of
from dualtrack.findings import Finding
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Span


def silencing(project: Project, path: str, span: Span, findings: Iterable[Finding]) -> Iterator[ActionOffer]:
    """For each rule that finds something on the lines of a span: to allow it in the item there, and to turn it off."""
    if not project.documents[path].readable:
        return
    lines, board = lines_of(project, path, span), project.board_at(path)
    for finding in {each.code: each for each in findings if each.place.span.touches(lines)}.values():
        code = finding.code
        if item := project.item_at(finding.place):
            yield ActionOffer(
                said("Allow {code} in {item}", code, item.shown), partial(allow, key=item.key, code=code), finding
            )
        if board and board.layout.has_our_settings:
            title = said("Turn {code} off in {file}", code, board.settings)
            yield ActionOffer(title, partial(turn_off, settings=board.settings, code=code), finding)
