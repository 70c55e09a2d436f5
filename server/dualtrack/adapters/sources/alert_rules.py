"""Prometheus' alert rules in the work tree: files of rules, and the `PrometheusRule` of Kubernetes."""

import re
from functools import lru_cache
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.pipelines.leaves import read_leaves
from dualtrack.adapters.read_files import ReadFiles, not_read, only_some
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.alert_rules import AlertRule, AlertRules
from dualtrack.model.phrase import phrase
from dualtrack.said import said

# Most files in YAML hold no rules; those are opened of which a word of the path says that they could.
_WORDS = r"prometheus|prom|alerts?|alerting|alertmanager|alert-?rules?|rules?|monitors?|monitoring|observability"
_PLACE = re.compile(rf"(?=(?:.*[/._-])?(?:{_WORDS})[/._-]).*\.ya?ml", re.IGNORECASE)


class WorkTreeAlertRules(Source[None, AlertRules]):
    """The rules that files define."""

    fact = AlertRules
    title = said("alert rules")
    globs = ("**/*.yml", "**/*.yaml")
    safe = True

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = ReadFiles(folder.root, read_alert_rules, limits.PIPELINE_BYTES)

    def is_about(self, path: str, needs: None) -> bool:
        """Whether a file could hold rules."""
        return _is_plausible(path)

    def read(self, needs: None, before: AlertRules | None) -> AlertRules:
        """All rules; files that have not changed are not read again."""
        paths = filter(_is_plausible, self.folder.listing.files("", lambda name: name.endswith((".yml", ".yaml"))))
        plausible = sorted(paths, key=lambda path: (path.count("/"), path))
        files = self._files.of(plausible[: limits.ALERT_FILES])
        rules = tuple(rule for path in sorted(files) for rule in files[path].rules)
        broken = {path: file for path, file in sorted(files.items()) if file.why_not}
        # Nothing says that a link which leads out leads to rules, and nobody can mend a template.
        unread = {path: why for path, why in self._files.unread.items() if self._is_inside(path)}
        named = unread | {path: file.why_not for path, file in broken.items() if "{{" not in file.text}
        texts = tuple(phrase(file.text) for file in broken.values())
        beyond = only_some(self.title, len(plausible), limits.ALERT_FILES)
        if len(rules) > limits.ALERT_RULES:
            beyond = said("only {most} of {count} alert rules are read", limits.ALERT_RULES, len(rules))
        found = AlertRules.of(rules[: limits.ALERT_RULES], not_read(named), texts, bool(unread), beyond)
        return before if before and before == found else found

    def _is_inside(self, path: str) -> bool:
        return (self.folder.root / path).resolve().is_relative_to(self.folder.root.resolve())


@lru_cache(maxsize=50_000)
def _is_plausible(path: str) -> bool:
    return bool(_PLACE.fullmatch(path))


class AlertFile(NamedTuple):
    """The rules of a file, in their order; of one that is no YAML the text, and why."""

    rules: tuple[AlertRule, ...] = ()
    text: str = ""
    why_not: str = ""


def read_alert_rules(path: str, text: str) -> AlertFile | None:
    """What a file holds; None where there is no rule."""
    if "alert:" not in text and '"alert"' not in text:
        return None
    groups: dict[tuple[object, ...], str] = {}
    rules: dict[tuple[object, ...], dict[str, str]] = {}
    found, why_not = read_leaves(text)
    if why_not:  # as a template is
        return AlertFile((), text, why_not)
    for route, value in found:
        at = route.index("groups") if "groups" in route else len(route)
        match route[at + 2 :]:
            case ("name",):
                groups[route[: at + 2]] = value
            case ("rules", int(), "alert" | "expr" as key) | ("rules", int(), "labels", str(key)):
                name = key if len(route) == at + 5 else f"label {key}"
                rules.setdefault(route[: at + 4], {})[name] = value[: limits.ALERT_CHARACTERS]
            case _:
                pass
    own = tuple(_rule(path, said, groups.get(route[:-2], "")) for route, said in rules.items() if "alert" in said)
    return AlertFile(own) if own else None


def _rule(path: str, said: dict[str, str], group: str) -> AlertRule:
    labels = ((name.removeprefix("label "), value) for name, value in said.items() if name.startswith("label "))
    return AlertRule(said["alert"], path, said.get("expr", ""), tuple(labels), group)
