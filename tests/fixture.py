"""A repository as one string.

    -- tracks/tasks/TASK-1.md --     starts a file; text before the first file belongs to none
    $0                               is the cursor, taken out of the text
       ^^^^ code: message            under a line: a finding exactly there, taken out of the text
    -- facts.yaml --                 says what the adapters would know: today, checkout, commits, branches, merged, tags,
                                     remote, notebooks, files, cited_commits, pipelines, unread_pipelines, runs, run_commits,
                                     run_code, evaluations, trackers, shallow, validations, feature_views, alert_rules,
                                     unread_alert_rules, alerts, registered, unread_registered, clones; and `failed`,
                                     such as {History: {git: why it cannot be read}}, of facts that stand there

A caret line may be followed by further ones for the same line. Files end with the line end of their last line.
"""

import re
from dataclasses import dataclass, field, replace

import yaml
from dualtrack.facts.facts import Facts
from dualtrack.facts.named_files import NamedFiles
from dualtrack.findings import Finding
from dualtrack.project.named_files import named_paths
from dualtrack.project.project import Project
from dualtrack.table import Table

from tests.written_facts import facts

_FILE = re.compile(r"-- (\S.*?) --")


_MARK = re.compile(r"(\s*)(\^+) ([a-z-]+): (.*)")


@dataclass(frozen=True, order=True)
class Mark:
    """A finding as it is written under a line: 0-based line and columns."""

    path: str
    line: int
    column: int
    width: int
    code: str
    message: str


@dataclass
class Fixture:
    """The parts of a fixture; `project` is built from them."""

    files: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    cursor: tuple[str, int] | None = None
    facts: Facts = field(default_factory=lambda: facts({}, asked=False))

    @property
    def project(self) -> Project:
        project = Project().with_facts(self.facts)
        for path, text in self.files.items():
            project = project.with_file(path, text)
        if told := self.facts.told.get("NamedFiles"):  # what is named and not told of is not there
            files = NamedFiles(Table({**dict.fromkeys(named_paths(project)), **told.value.by_path}))
            project = project.with_facts(self.facts.with_told({"NamedFiles": replace(told, value=files)}))
        return project


def parse(text: str) -> Fixture:
    """Read a fixture."""
    fixture = Fixture()
    path = ""
    lines: dict[str, list[str]] = {}
    for line in text.splitlines():
        if found := _FILE.fullmatch(line):
            path = found[1]
            lines[path] = []
        elif not path:
            continue
        elif (mark := _MARK.fullmatch(line)) and lines[path]:
            place = (len(lines[path]) - 1, len(mark[1]), len(mark[2]))
            fixture.marks.append(Mark(path, *place, mark[3], mark[4]))
        else:
            lines[path].append(line)
    for name, content in lines.items():
        body = "".join(f"{line}\n" for line in content)
        if "$0" in body:
            fixture.cursor = (name, body.index("$0"))
            body = body.replace("$0", "", 1)
        fixture.files[name] = body
    if stated := fixture.files.pop("facts.yaml", None):
        fixture.facts = facts(yaml.safe_load(stated) or {})
    return fixture


def show(files: dict[str, str]) -> str:
    """Files as a fixture."""
    return "".join(
        f"-- {path} --\n{text}{'' if text.endswith(chr(10)) or not text else chr(10)}" for path, text in files.items()
    )


def marks_of(project: Project, findings: dict[str, tuple[Finding, ...]]) -> list[Mark]:
    """Findings as marks, in order."""
    marks = []
    for path, found in findings.items():
        document = project.documents[path]
        for finding in found:
            span = finding.place.span
            line, column = document.lines.position(span.start)
            end = min(span.end, document.lines.line(line).end)
            marks.append(Mark(path, line, column, max(1, end - span.start), finding.code, finding.message))
    return sorted(marks)
