from collections.abc import Iterator
from difflib import get_close_matches

from dualtrack.files.yaml_tree import Mapping
from dualtrack.findings import Finding, rule_of_whole
from dualtrack.model.conventions import rule_code
from dualtrack.project.project import Place, Project
from dualtrack.rules import all_rules
from dualtrack.said import said


@rule_of_whole("warning")
def unknown_rule(project: Project) -> Iterator[Finding]:
    """A rule in `dualtrack.yaml` that there is none of.

    ## Why

    The team agreed to turn a rule off, or to make it stricter. Under a name that no rule has, nothing of that happens.

    ## Example

    ```
    -- dualtrack.yaml --
    rules: {expired-timebx: error, missing-learnings: off}
            ^^^^^^^^^^^^^^ unknown-rule: there is no rule expired-timebx; expired-timebox is close
    ```
    """
    codes = all_rules()
    for board in project.boards:
        document = project.documents.get(board.settings) if board.layout.has_our_settings else None
        rules = document.node(("rules",)) if document else None
        for key, _ in rules.entries if isinstance(rules, Mapping) else ():
            if rule_code(key.text) not in codes:
                close = get_close_matches(rule_code(key.text), codes, n=1)
                hint = said("; {close} is close", close[0]) if close else ""
                yield Finding(Place(board.settings, key.span), said("there is no rule {text}{hint}", key.text, hint))
