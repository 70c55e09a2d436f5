"""The JSON schemas take what Dualtrack takes, and say what it says of the rest."""

import re
from pathlib import Path
from typing import Any

import pytest
from dualtrack.files.document import parse
from dualtrack.files.keys import known_keys
from dualtrack.model import conventions, dod_conventions, experiment, item, model_version, sprint, timeboxed
from dualtrack.model.key_texts import KEY_TEXTS
from jsonschema import Draft7Validator
from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from tests.schemas import SchemaName, schema

ROOT = Path(__file__).parents[1]
_FORMAT = (ROOT / "docs" / "format.md").read_text()


class _Core(SafeConstructor):
    """YAML as language servers read it: without dates."""


_Core.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def _values(text: str) -> list[Any]:
    """The values of a YAML text, as other programs read them, and as Dualtrack does."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Core
    document = parse("x.yaml", text)
    assert document.problems == ()
    return [yaml.load(text), document.values]


def _problems(name: SchemaName, text: str) -> list[list[str]]:
    validator = Draft7Validator(schema(name))
    return [[error.message for error in validator.iter_errors(value)] for value in _values(text)]


def _example(heading: str) -> str:
    """The indented block below a heading of the format."""
    block = re.search(rf"^## {heading}[^\n]*\n((?:    .*\n|\n)+)", _FORMAT, re.MULTILINE)
    assert block
    return "\n".join(line.removeprefix("    ") for line in block[1].splitlines()) + "\n"


EXPERIMENT = _example("An experiment").split("---\n")[1]
VALID: list[tuple[SchemaName, str]] = [
    ("sprint", _example("A sprint: this, exactly as written")),
    (
        "sprint",
        "goal: x\nstart: 2026-11-02\nproduct_tasks: [TASK-1, {ux: Look, depends-on: TASK-2}, {title: x}]\n",
    ),
    (
        "sprint",
        "limits: {experiments: 1}\nretro: {improvement: T-4}\nreview: {feature: TASK-1, experiment: EXP-2}\nexperiments:\n",
    ),
    ("sprint", ""),
    ("dualtrack.yaml", _example("dualtrack.yaml, whole")),
    (
        "dualtrack.yaml",
        "definition-of-done: {experiment: [reviewed]}\ntracks: {x: {statuses: [{a: {wip: '3'}}, {b: }, 7]}}\nroot:\n",
    ),
    ("front-matter", EXPERIMENT),
    (
        "front-matter",
        "title: 2026\nassignee: ana, ben\nblocked: true\ndueDate: '2026-06-08 12:30'\ntimebox-days: '10'\nmine: {a: 1}\n",
    ),
    ("front-matter", "blocked: {kind: Data, since: 2026-11-02}\nlinks: [{ci: http://x}]\ndecision: Decided not to pursue\n"),
    ("front-matter", "blocked: no data yet\nlinks: {ci: http://x}\nextensions: [{days: 5, on: 2026-11-12, reason: x}]\n"),
    ("front-matter", "id: fraud@1.2\nstage: deployed\nregistry: models:/fraud/3\ndeployed: 2026-11-02\nhypothesis:\n"),
]
WRONG: list[tuple[SchemaName, str]] = [
    ("front-matter", "timebox_days: soon\n"),
    ("front-matter", "timebox_days: 0\n"),
    ("front-matter", "status: [running]\n"),
    ("front-matter", "started: soon\n"),
    ("front-matter", "due-date: {a: b}\n"),
    ("front-matter", "decision: perhaps\n"),
    ("front-matter", "blocked: {kind: weather}\n"),
    ("front-matter", "baseline: {val_f1: high}\n"),
    ("front-matter", "extensions: [{on: 2026-11-12}]\n"),
    ("front-matter", "tags: {a: b}\n"),
    ("front-matter", "stage: soon\n"),
    ("sprint", "product-tasks: TASK-1\n"),
    ("sprint", "sprint-5: {experiments: [{id: EXP-1, timebox_days: soon}]}\n"),
    ("sprint", "experiments: [[EXP-1]]\n"),
    ("sprint", "limits: {experiments: many}\n"),
    ("dualtrack.yaml", "calendar: workdays\n"),
    ("dualtrack.yaml", "rules: {expired-timebox: fatal}\n"),
    ("dualtrack.yaml", "prefixes: {FRAUD: epic}\n"),
    ("dualtrack.yaml", "tracks: {research: {statuses: [{running: {wip: some}}]}}\n"),
    ("dualtrack.yaml", "trackers: {mlflow: {type: mlflow}}\n"),
    ("dualtrack.yaml", "definition_of_done: {task: reviewed}\n"),
]


@pytest.mark.parametrize("name", ["dualtrack.yaml", "sprint", "front-matter"])
def test_a_schema_is_one(name: SchemaName) -> None:
    made = schema(name)
    Draft7Validator.check_schema(made)
    assert "$defs" not in str(made)
    assert "prefixItems" not in str(made)
    for reference in set(re.findall(r"'\$ref': '#/([^']+)'", str(made))):
        there: Any = made
        for step in reference.split("/"):
            there = there[step]
    for pattern in re.findall(r"'\^[^']*'", str(made)):
        assert "\\-" not in pattern  # no escape in JavaScript's regular expressions


@pytest.mark.parametrize(("name", "text"), VALID)
def test_what_is_written_is_valid(name: SchemaName, text: str) -> None:
    assert _problems(name, text) == [[], []]


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_is_wrong_is_not(name: SchemaName, text: str) -> None:
    assert _problems(name, text)[0] != []


def test_every_key_is_described() -> None:
    models = {
        each.__name__: each
        for module in (conventions, dod_conventions, experiment, item, model_version, sprint, timeboxed)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ not in ("BaseModel", "Frozen", "_Frozen")
    }
    for name, model in models.items():
        base = next((each for each in model.__mro__[1:] if each.__name__ in models), BaseModel)
        derived = getattr(model, "DERIVED", frozenset()) | base.model_fields.keys()
        keys = {field.alias or key for key, field in model.model_fields.items() if key not in derived}
        lists = {"product_tasks", "experiments"} if name == "Sprint" else set()
        assert KEY_TEXTS[name].keys() == keys | lists, name
    assert KEY_TEXTS.keys() == models.keys()
    for texts in KEY_TEXTS.values():
        for text in texts.values():
            assert re.fullmatch(r"[A-Z].*\.", text)
            assert text.count(". ") == 0


def test_every_key_that_is_read_is_proposed() -> None:
    made = schema("front-matter")
    assert made["properties"].keys() == known_keys("task") | known_keys("experiment") | known_keys("model")
    assert {key.replace("-", "_") for key in schema("sprint")["definitions"]["sprint"]["properties"]} == known_keys("sprint")
    assert all("description" in each for each in made["properties"].values())
