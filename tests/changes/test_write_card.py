"""A model card is written from what is known."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.write_card import WriteCard

from tests import fixture

REPOSITORY = """\
-- ml/dualtrack.yaml --
-- ml/tracks/models/churn-1.2.md --
---
id: churn@1.2
stage: experiment
{card}---
-- facts.yaml --
files: [docs/there.md]
runs:
  - {{id: aa11bb22, name: "a|b <i>", item: churn@1.2, datasets: [{{name: tickets}}], metrics: {{val_f1: 0.7311}}}}
"""


def _written(card: str) -> dict[str, str]:
    project = fixture.parse(REPOSITORY.format(card=card)).project
    (model,) = project.items.values()
    assert WriteCard.applies(project, model)
    change = WriteCard(model.key).change(project)
    return texts_after(project, change)


def test_it_becomes_a_page_of_the_wiki_that_the_version_names() -> None:
    texts = _written("")
    page = texts["ml/tracks/wiki/churn-1.2 model card.md"]
    assert "| `val_f1` | 0.7311 |" in page and "run a\\|b \\<i\\> (mlflow:aa11bb22)" in page
    assert "card: tracks/wiki/churn-1.2 model card.md\n" in texts["ml/tracks/models/churn-1.2.md"]


def test_it_lies_where_the_version_says() -> None:
    assert list(_written("card: docs/gone.md\n")) == ["ml/docs/gone.md"]


def test_one_that_is_there_is_kept() -> None:
    project = fixture.parse(REPOSITORY.format(card="card: docs/there.md\n")).project
    (model,) = project.items.values()
    with pytest.raises(Refusal, match="has a model card already"):
        WriteCard(model.key).change(project)


RELEASED = """\
-- tracks/models/churn-1.0.md --
---
stage: {stage}
deployed: {deployed}
---
-- tracks/tasks/OPS-1 Deploy.md --
---
type: deploy
status: done
closed: 2026-11-20
model: churn@1.0
depends_on: [EXP-3]
---
-- tracks/experiments/EXP-3 Trees.md --
---
status: decided
decision: ship
---
-- tracks/experiments/EXP-5 What comes after.md --
---
status: running
depends_on: [churn@1.0]
---
-- facts.yaml --
today: 2026-11-30
"""


@pytest.mark.parametrize(
    ("stage", "deployed", "line"),
    [
        ("deployed", "2026-11-23", "- Stage: deployed on 2026-11-23"),
        ("deployed", "", "- Stage: deployed on 2026-11-20"),
        ("testing", "", "- Stage: testing, as of 2026-11-30"),
    ],
)
def test_it_tells_the_day_of_the_deployment_and_what_led_to_it(stage: str, deployed: str, line: str) -> None:
    project = fixture.parse(RELEASED.format(stage=stage, deployed=deployed)).project
    change = WriteCard("churn@1.0").change(project)
    lines = texts_after(project, change)["tracks/wiki/churn-1.0 model card.md"].splitlines()
    assert line in lines
    begins = lines.index("- Comes from:")
    assert lines[begins + 1 : begins + 4] == ["  - OPS-1 Deploy (done)", "  - EXP-3 Trees (decided)", ""]
