"""Names of tags; those of GTO are what its own tests read and refuse."""

import pytest
from dualtrack.model.tag import Tag, read_tag, tag_words
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("v1.2.0", Tag("release", version="1.2.0")),
        ("1.2.0-rc.1", Tag("release", version="1.2.0-rc.1")),
        ("1.2.0-alpha.1+build.5", Tag("release", version="1.2.0-alpha.1+build.5")),
        ("1.0.0a10", Tag("release", version="1.0.0a10")),
        ("v2.0rc1.dev3", Tag("release", version="2.0rc1.dev3")),
        ("v3", Tag("release", version="3")),
        ("2026.11", Tag("release", version="2026.11")),
        ("fraud-v1.2.0", Tag("release", "fraud", "1.2.0")),
        ("fraud-model-1.2.0-rc.1", Tag("release", "fraud-model", "1.2.0-rc.1")),
        ("services/serving/v1.2.0", Tag("release", "services/serving", "1.2.0")),
        ("fraud@v1.2.0", Tag("register", "fraud", "1.2.0")),
        ("fraud@v1.2.0#5", Tag("register", "fraud", "1.2.0", count=5)),
        ("fraud@v1.0.0-alpha.beta", Tag("register", "fraud", "1.0.0-alpha.beta")),
        ("fraud@1.2", Tag("register", "fraud", "1.2")),
        ("models=fraud@v1.2.0", Tag("register", "models:fraud", "1.2.0")),
        ("results/model=pool-segmentation#dev", Tag("assign", "results/model:pool-segmentation", stage="dev")),
        ("fraud@v1.2.0!", Tag("deregister", "fraud", "1.2.0")),
        ("fraud@v1.2.0!#2", Tag("deregister", "fraud", "1.2.0", count=2)),
        ("fraud#prod", Tag("assign", "fraud", stage="prod")),
        ("fraud#prod#3", Tag("assign", "fraud", stage="prod", count=3)),
        ("fraud#prod!", Tag("unassign", "fraud", stage="prod")),
        ("fraud#prod!#4", Tag("unassign", "fraud", stage="prod", count=4)),
        ("fraud@deprecated", Tag("deprecate", "fraud")),
        ("fraud@deprecated#7", Tag("deprecate", "fraud", count=7)),
    ],
)
def test_tags(name: str, tag: Tag) -> None:
    assert read_tag(name) == tag


@pytest.mark.parametrize(
    "name",
    [
        "",
        "###",
        "@@@",
        "latest",
        "release",
        "EXP-23",
        "fraud!",
        "1-notebook",
        "v1.2.0final",
        "20261102",
        "nn#prod#-1",
        "model-prod",
        "model#prod#1-2",
        "model#prod?#1-2",
        "model#prod@v1.2.3",
        "model@v1.2.3#prod",
        "model-prod-v1-stage#",
        "model@prod@v1@stage-1",
        "@namespace/model@0.0.1",
        "model#prod#v1#stage#1-",
        "model@v1.2.0\n",
        "fraud#prod#" + "9" * 5000,
        "fraud@v²",
        "frаud#prod",  # with a Cyrillic letter
    ],
)
def test_what_is_no_version(name: str) -> None:
    assert read_tag(name) is None


@given(st.text("av1.@#!-=/_", max_size=30))
def test_any_name_is_read(name: str) -> None:
    tag = read_tag(name)
    assert tag is None or tag.version or tag.stage or tag.action == "deprecate"


@pytest.mark.parametrize("piece", ["a", "1.", "v1-", "a@v1", "#1", "a/", "1-", "a-1.1", "a#b#9", "a/v1-", "-"])
def test_a_hostile_name_takes_no_time(piece: str) -> None:
    assert read_tag("a" + piece * 2_000 + "\0") is None


def test_the_end_of_something_is_told_as_such() -> None:
    assert tag_words("fraud#prod!#4") == "fraud#prod!#4 (no longer in prod)"
    assert tag_words("fraud@v1.2.0!") == "fraud@v1.2.0! (withdrawn)"
    for name in ("fraud#prod#3", "fraud@v1.2.0", "v1.2.0", "nightly!"):
        assert tag_words(name) == name
