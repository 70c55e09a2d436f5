"""A tag for every night of years costs a card nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from dualtrack.facts import tags
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.tags import NamedTag
from dualtrack.features.journey import journey, step_words
from dualtrack.project.project import Project

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_card_reads_no_tag_and_looks_only_at_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    nights = [NamedTag(f"fraud@v1.0.{night}", f"{night:x}", _FIRST + timedelta(days=night)) for night in range(2_000)]
    known = tags.tags_of(reversed(nights))
    project = Project().with_facts(Facts().with_told({"tags": Told(tags.Tags, known)}))
    project = project.with_file("tracks/models/fraud.md", "---\nid: fraud@1.0.7\nkind: model\n---\n")
    [item] = project.items.values()
    monkeypatch.setattr(tags, "read_tag", None)
    assert [step_words(step) for step in journey(project, item)] == ["model fraud@v1.0.7, 2026-01-08"]
    assert [each.tag.name for each in known.of("fraud@1.0.7")] == ["fraud@v1.0.7"]
