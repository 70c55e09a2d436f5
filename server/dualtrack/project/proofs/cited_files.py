"""What a file shows that a line cites."""

import re

from dualtrack.facts.alert_rules import AlertRules
from dualtrack.facts.named_files import NamedFile
from dualtrack.facts.pipelines import Pipelines
from dualtrack.facts.validations import Validations
from dualtrack.model.item import Item
from dualtrack.project.production import alert_rules
from dualtrack.project.project import Project
from dualtrack.project.proofs.data import validated
from dualtrack.project.proofs.found import Found, shown
from dualtrack.project.proofs.model_card import card_found
from dualtrack.project.proofs.runs import model_of
from dualtrack.said import plural, said

_SCHEMA = re.compile(r"schema|(?:^|/)expectations/|\.(?:avsc|xsd|proto)$", re.IGNORECASE)
_BY_DVC = re.compile(r"\.dvc$|(?:^|/)dvc\.lock$")
_DOCUMENT = re.compile(r"\.(?:md|rst|adoc|txt|html?|pdf|docx)$", re.IGNORECASE)
_LINES = re.compile(r"L\d+(?:-L\d+)?")


def has_section(file: NamedFile, named: str) -> bool:
    """Whether a file has the section that an address names; forges write each title a little differently, and number twins."""
    wanted = _letters(named)
    titles = {_letters(part.title) for part in file.sections}
    return wanted in titles or wanted.rstrip("0123456789") in titles or _LINES.fullmatch(named) is not None


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def shown_by_file(project: Project, item: Item, name: str, path: str, section: str, file: NamedFile) -> Found | None:
    """What a file that is there shows of an item of the Definition of Done: None where it does not show that by itself."""
    written = f"{path}#{section}" if section else path
    match name:
        case "data-validated":
            if result := next((each for each in project.facts[Validations].all if each.path == path), None):
                return validated(project, item, (result,))
            return shown(said("{written} is there", written), written) if _SCHEMA.search(path) else None
        case "artifact-versioned":
            return shown(said("{written} is there", written), written) if _BY_DVC.search(path) else None
        case "deployment":
            pipeline = project.facts[Pipelines].by_path.get(path)
            is_one = pipeline.deploys if pipeline else _DOCUMENT.search(path)
            return shown(said("{written} deploys" if pipeline else "{written} is there", written), written) if is_one else None
        case "monitoring":
            model = model_of(project, item)
            rules = alert_rules(project, model) if model else project.facts[AlertRules].all
            count = sum(rule.path == path for rule in rules)
            return shown(said("{path} has {rules}", path, plural(count, "alert rule")), written) if count else None
        case "model-card" if not section:
            found = card_found(project, item, path, file)
            return found if found.state != "unknown" else None
        case _:
            return None
