from collections.abc import Iterator

from dualtrack.findings import Finding, rule_of_whole
from dualtrack.project.project import Place, Project


@rule_of_whole("error")
def malformed_conventions(project: Project) -> Iterator[Finding]:
    """A `dualtrack.yaml` that cannot be read as it is meant.

    ## Why

    What cannot be read has its default, so the board would follow other conventions than those the team agreed on.

    ## Example

    ```
    -- dualtrack.yaml --
    timezone: Berlin
              ^^^^^^ malformed-conventions: "Berlin" is no time zone
    calendar: business
    ```
    """
    for board in project.boards:
        document = project.documents.get(board.settings)
        if not document:
            continue
        for problem in document.problems:
            yield Finding(Place(board.settings, problem.span), problem.message)
        for fault in board.faults:
            span = document.span(fault.route) or document.span(fault.route[:1]) or document.head
            yield Finding(Place(board.settings, span), fault.message)
