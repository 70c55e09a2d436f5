"""What somebody needs who works on an item, of all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dualtrack.features.finding_rows import FindingRow
from dualtrack.features.item_facts import ItemFacts, LineFacts

_RUNS = 8


@dataclass(frozen=True)
class ItemDigest:
    """An item in few words: its keys as they were understood, how its criteria and its Definition of Done stand against the
    evidence, its best runs, and what is to be mended."""

    id: str
    title: str
    path: str
    line: int
    status: str
    keys: Mapping[str, Any]
    timebox: str
    criteria: list[str]
    definition_of_done: list[LineFacts]
    runs: list[str]
    findings: list[str]


def digest(facts: ItemFacts) -> ItemDigest:
    """The item in few words."""
    return ItemDigest(
        facts.id or facts.key,
        facts.title,
        facts.path,
        facts.line,
        facts.status,
        {name: value for name, value in facts.keys.items() if name not in ("id", "title", "status")},
        facts.timebox.summary if facts.timebox else "",
        [f"{each.use}: {each.criterion}: {each.summary}" for each in facts.judgements],
        facts.definition_of_done,
        _runs(facts),
        list(map(finding_words, facts.findings)),
    )


def finding_words(row: FindingRow) -> str:
    """A finding with its place, its rule and what can be done."""
    fixes = f"; could be: {', '.join(row.fixes)}" if row.fixes else ""
    return f"{row.path}:{row.line}: {row.severity}: {row.message} [{row.code}]{fixes}"


def _runs(facts: ItemFacts) -> list[str]:
    rows = facts.runs_table.rows if facts.runs_table else ()
    told = [
        " ".join(
            (row.name, row.verdict or row.status, *(f"{name}={value}" for name, value in {**row.metrics, **row.params}.items()))
        )
        for row in rows[:_RUNS]
    ]
    return [*told, *([f"and {len(rows) - _RUNS} more"] if len(rows) > _RUNS else [])]
