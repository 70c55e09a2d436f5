from collections.abc import Iterator
from difflib import get_close_matches

from dualtrack.findings import Finding, rule
from dualtrack.model.conventions import rule_code
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from dualtrack.said import said


@rule("warning", needs="allow")
def unknown_allowed_rule(item: Item, project: Project) -> Iterator[Finding]:
    """A rule under `allow:` that there is none of.

    ## Why

    `allow:` is how a file says that a finding is known and accepted. Under a name that no rule has, it accepts nothing.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    allow: [expired-timebox, missing-dod-itm]
                             ^^^^^^^^^^^^^^^ unknown-allowed-rule: there is no rule missing-dod-itm; missing-dod-item is close
    ---
    ```
    """
    for index, written in enumerate(item.allow):
        if written and not any(folded(written) == folded(code) for code in all_rules()):
            close = get_close_matches(rule_code(written), all_rules(), n=1)
            hint = said("; {close} is close", close[0]) if close else ""
            yield Finding(
                project.place(item, ("allow", index), ("allow",)), said("there is no rule {written}{hint}", written, hint)
            )
