"""Whatever a text repeats, each reader is done with it in little time and memory: far less than quadratic time would take."""

import json
import random
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.dvc_files import files_named
from dualtrack.adapters.notebooks import digest_of_sources
from dualtrack.adapters.pipelines.airflow import read_airflow
from dualtrack.adapters.pipelines.command_files import CommandFiles
from dualtrack.adapters.pipelines.definition import PipelineDefinition
from dualtrack.adapters.pipelines.written import read_github, read_gitlab, read_jenkins, read_tekton
from dualtrack.adapters.sources.alert_rules import read_alert_rules
from dualtrack.adapters.sources.feature_views import read_feature_views
from dualtrack.adapters.sources.ledgers import Ledger
from dualtrack.adapters.sources.tensorboard_files import EventFile
from dualtrack.adapters.sources.validations import read_validation
from dualtrack.adapters.sources.wandb_files import WandbFile
from dualtrack.changes.change import Refusal
from dualtrack.changes.import_csv import import_csv
from dualtrack.facts.alert_rules import AlertRules
from dualtrack.facts.clock import Clock
from dualtrack.features.board import board
from dualtrack.features.check import check
from dualtrack.features.completion import completions
from dualtrack.features.hover import hover
from dualtrack.features.lenses import lenses
from dualtrack.features.markdown import escaped, plain
from dualtrack.features.navigation import highlights
from dualtrack.files.document import parse
from dualtrack.files.item_states import item_states
from dualtrack.model.commit_message import read_message
from dualtrack.model.commit_reason import reason_in
from dualtrack.model.criterion import CriterionError, parse_criterion
from dualtrack.model.forge import forge_of
from dualtrack.model.hypothesis import criterion_in, names_a_number
from dualtrack.model.metric import normal
from dualtrack.model.phrase import phrase
from dualtrack.model.registry_name import registry_name
from dualtrack.model.tag import read_tag
from dualtrack.project.project import Project

SIZE = 15_000
SECONDS = 1.25  # of work of quadratic time, 6 ns a step
MOST_MEMORY = 94_000_000
CLOCK = Clock({"": date(2026, 11, 20)}, datetime(2026, 11, 20, 12, tzinfo=UTC))
FILES = CommandFiles(["train.py", "src/train.py", "dvc.yaml", "MLproject"])


def shown(path: str, text: str) -> None:
    """All that is shown of a file; each question has the whole budget."""
    project = Project().with_files([parse(path, text)]).with_clock(CLOCK)
    asked: list[Callable[[], object]] = [lambda: check(project), lambda: board(project), lambda: list(lenses(project, path))]
    for offset in (len(text) // 2, len(text)):
        asked += [
            partial(hover, project, path, text, offset),
            partial(completions, project, path, text, offset, prose=True),
            lambda offset=offset: list(highlights(project, path, text, offset)),
        ]
    for ask in asked:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        ask()
    item_states(path, text)


def front_matter(key: str) -> Callable[[str], None]:
    return lambda text: shown("tracks/experiments/EXP-1.md", f"---\nid: EXP-1\nstatus: running\n{key}{text}\n---\n")


def pipeline(read: Callable[[str], PipelineDefinition | None], template: str = "{}") -> Callable[[str], None]:
    def run(text: str) -> None:
        if definition := read(template.replace("{}", text)):
            FILES.named("ci.yml", definition)

    return run


def criterion(text: str) -> None:
    with suppress(CriterionError):
        parse_criterion(text)


def alert_rule(text: str) -> None:
    """Its name and its expression, as YAML has them in quotes and without."""
    quoted = text.replace("'", "''")
    for written in (text, f"'{quoted}'"):
        if found := read_alert_rules("a.yml", f"groups: [{{rules: [{{alert: a, expr: {written}}}]}}]"):
            rules = AlertRules.of(found.rules, unparsed=(phrase(found.text),))
            rules.naming(text)
            rules.may_name(text)


def validation(text: str) -> None:
    words = {"expectation_config": {"type": text, "kwargs": {"column": text}}, "success": False}
    said = {"success": False, "results": [words] * 30, "meta": {"validation_time": text, "batch_kwargs": {"path": text}}}
    read_validation("a.json", json.dumps(said))
    with suppress(Unreadable):
        read_validation("a.json", text)


def record(take: Callable[[bytes], None], before: bytes = b"") -> Callable[[str], None]:
    def run(text: str) -> None:
        with suppress(ValueError, TypeError, LookupError, struct.error, RecursionError, Unreadable):
            take(before + text.encode())

    return run


def table(text: str) -> None:
    with suppress(Refusal):
        import_csv(Project().with_clock(CLOCK), "board.csv", text)


READERS: dict[str, Callable[[str], object]] = {
    "a GitHub workflow": pipeline(read_github, "jobs: {a: {steps: [{run: '{}'}]}}"),
    "a GitLab file": pipeline(read_gitlab, "a: {script: '{}', environment: '{}'}"),
    "a Jenkinsfile": pipeline(read_jenkins),
    "a Tekton file": pipeline(read_tekton, "apiVersion: tekton.dev/v1\nsteps: ['{}']"),
    "a DAG": pipeline(lambda text: read_airflow(f"from airflow import DAG\nDAG()\n{text}", in_dags=True)),
    "the body of an item": lambda text: shown("tracks/tasks/TASK-1.md", f"---\nid: TASK-1\n---\n{text}"),
    "the front matter of an item": front_matter(""),
    "broken front matter": front_matter("[\na: "),
    "a hypothesis": front_matter("hypothesis: improves "),
    "a quoted criterion": front_matter('success_criteria: "f1 >= '),
    "a title": front_matter("title: "),
    "a sprint": lambda text: shown("tracks/sprints/sprint-1.yaml", f"experiments:\n{text}"),
    "the entries of a sprint": lambda text: shown("tracks/sprints/sprint-1.yaml", f"experiments: [{text}]"),
    "the settings of a board": lambda text: shown("dualtrack.yaml", text),
    "a criterion": criterion,
    "a criterion's number": lambda text: criterion(f"f1 >= {text}"),
    "an alert rule": alert_rule,
    "a validation": validation,
    "feature views": lambda text: (read_feature_views("a.py", text), read_feature_views("a.py", "@batch_feature_view" + text)),
    "the registry of a model": registry_name,
    "a commit message": lambda text: (read_message(text), read_message(f"Fixes TASK-1 {text}"), reason_in(text)),
    "a tag": read_tag,
    "a remote": forge_of,
    "a name": lambda text: (normal(text), criterion_in(text), names_a_number(text)),
    "Markdown that is shown": lambda text: (plain(escaped(text)), plain(text)),
    "a notebook": lambda text: digest_of_sources(iter([f'{{"cells": [{{"outputs": [{text}'.encode()])),
    "a table": table,
    "a table of an agent": record(lambda content: Ledger("results.tsv").take(content), b"commit\tstatus\n"),
    "a log of an agent": record(lambda content: Ledger(".auto/log.jsonl").take(content)),
    "a record of wandb": record(lambda content: WandbFile("run.wandb").take_record(content)),
    "a step of wandb": record(lambda content: WandbFile("run.wandb").take_record(content), b"\x12\xff\xff\x03"),
    "an event of TensorBoard": record(lambda content: EventFile("events").take_event(content)),
    "a pipeline of DVC": lambda text: files_named("", f"metrics: [{text}"),
}
UNITS = [
    *" \t\n\r!\"#$%&'()*+,-./0:;<=>?@A[\\]^_`a{|}~é\x85\u2028\ue000😀",
    *("python.", "python -m ", "stage ", "stage('", "dir ", "cd ", "- x\n", "- a: b\n", "a: @x\n", "a:\n", "a: [", "- [ ] x\n"),
    *("[[", "]](", "[a](", "<!--", "-->", "```\n", "~~~", "> ", "* ", "# x\n", "---\n", "***", "\\[", "&a ", "*a ", "!<", "? "),
    *(
        "TASK-1 ",
        "TASK-1, ",
        "and ",
        "is ",
        "by ",
        "raise x ",
        ">= 1 ",
        "1,",
        "1.",
        "-1",
        "=>",
        "v1-",
        "a://",
        "//",
        "/a",
        "a.b",
    ),
    *(
        "fixes ",
        'Revert "',
        "\r\n",
        "'''",
        '"""',
        "/*",
        '\\"',
        "<<<<<<< ",
        "=======\n",
        "{a: ",
        "x,",
        '"a",',
        "=\n-\n",
        "| ",
        "$x",
    ),
]


@contextmanager
def budget(text: str) -> Iterator[None]:
    def over(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} s of work on {text[:60]!r}…")

    before = signal.signal(signal.SIGVTALRM, over)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def hostile_texts(seed: str) -> Iterator[str]:
    """Texts of one repeated piece, and of random ones with a tail that they do not lead to."""
    chance = random.Random(seed)
    for unit in UNITS:
        yield unit * (SIZE // len(unit)) + "x"
    for _ in range(20):
        start, unit, end = ("".join(chance.choices(UNITS, k=chance.randint(1, 3))) for _ in range(3))
        yield start + unit * (SIZE // len(unit)) + end


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="nothing there tells that so much work has been done")
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_keeps_to_its_budget(reader: str) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_AS)
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MOST_MEMORY, limits[1]))
    try:
        for text in hostile_texts(reader):
            with budget(text):
                READERS[reader](text)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)
