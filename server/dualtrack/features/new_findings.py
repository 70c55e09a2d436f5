"""What is found now and was not found before."""

from collections import Counter
from collections.abc import Callable

from dualtrack.features.check import Checked, in_order
from dualtrack.findings import Finding


def new_since(then: Checked) -> Callable[[Checked], list[Finding]]:
    """What chooses the findings that there were not then; of several equal ones, as many as there are more."""
    earlier = Counter(_identity(finding, then) for finding in in_order(then))

    def choose(checked: Checked) -> list[Finding]:
        left = earlier.copy()
        new: list[Finding] = []
        for finding in in_order(checked):
            identity = _identity(finding, checked)
            if not left[identity]:
                new.append(finding)
            left[identity] = max(0, left[identity] - 1)
        return new

    return choose


def _identity(finding: Finding, checked: Checked) -> tuple[str, str, str]:
    """What makes findings of two revisions one: the item, whose file may have another name by now, the rule and the words."""
    item = checked.items.project.item_at(finding.place) if checked.items.project else None
    return item.key if item else finding.place.path, finding.code, finding.message
