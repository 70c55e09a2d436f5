"""Lines of a checklist that are not applicable."""

import pytest
from dualtrack.model.definition_of_done import DodLine
from dualtrack.model.dod_conventions import CustomDodItem, DefinitionOfDone


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Load test — N/A: nobody calls it", True),
        ("Load test (N/A: nobody calls it)", True),
        ("Load test (nobody calls it, N/A)", True),
        ("Load test [n.a. – nobody calls it]", True),
        ("Load test — nobody calls it", True),
        ("Load test: not needed, nobody calls it", True),
        ("Load test (does not apply to a library)", True),
        ("Load test – doesn't apply: a library", True),
        ("Load test (waived by Ana)", True),
        ("Load test [waived: nobody calls it]", True),
        ("Load test - waived by Ana", True),
        ("Load test, exempted by Ana", True),
        ("Load test (no need: nobody calls it)", True),
        ("Load test — no longer needed since v2", True),
        ("N/A (nobody calls it): Load test", True),
        ("Load test (waived)", False),
        ("Load test", False),
        ("Load test N/A", False),
        ("N/A: Load test", False),
        ("Load test — N/A:", False),
        ("Load test — N/A: TBD", False),
        ("Load test (N/A – todo)", False),
        ("Load test — N/A: ???", False),
        ("Load test — N/A: later, when somebody calls it", True),
        ("Load test (N/A)", False),
        ("Load test: out of scope", False),
        ("Load test N/A <!-- dod: load -->", False),
    ],
)
def test_a_reason_closes_a_line_that_is_not_applicable(text: str, closed: bool) -> None:
    line = DodLine(text, "-", 3, 0, len(text))
    assert (line.closed, line.shown) == (closed, "Load test")


@pytest.mark.parametrize(
    ("text", "is_reason"),
    [
        ("Load test (Ana says no)", True),
        ("Load test [batch jobs only]", True),
        ("Load test <!-- dod: load --> (Ana says no)", True),
        ("Load test (staging)", False),
        ("Load test (TBD)", False),
        ("Load test (see the next sprint)", False),
        ("Load test (@ana)", False),
        ("Load test - todo", False),
    ],
)
def test_words_in_brackets_at_the_end_are_a_reason_and_stay_in_the_text(text: str, is_reason: bool) -> None:
    line = DodLine(text, "-", 3, 0, len(text))
    assert (line.closed, line.shown.split()) == (is_reason, text.replace("<!-- dod: load --> ", "").split())


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("~~Load test~~ (n/a)", True),
        ("Load test — entfällt: keine Last", True),
        ("Load test (nicht zutreffend: keine Last)", True),
        ("Load test — sans objet : bibliothèque", True),
        ("Load test — no aplica: biblioteca", True),
        ("Load test — não se aplica, biblioteca", True),
        ("Load test — n.v.t.: bibliotheek", True),
        ("Load test — 該当なし: ライブラリ", True),
        ("Load test — 不适用：没有负载", True),
        ("Load test — NA: a library", True),
        ("Load test — na vlastní odpovědnost", False),
        ("Load test — entfällt", False),
        ("Code cleaned (unnecessary assertions removed)", False),
        ("Tax rules tested (exempt assets covered)", False),
        ("Access tested (exempt-list reviewed)", False),
        ("~~Load test~~ — not needed", True),
        ("~~Load test~~", False),
        ("~~Load test~~ N/A: nobody calls it", True),
        ("Load test (N/A: nobody calls it)", True),
        ("Load test — not applicable, nobody calls it", True),
        ("~~Load test~~ (not needed because nobody calls it)", True),
        ("~~Load test~~ waived by Ana", True),
        ("Load test (waived by Ana)", True),
        ("Load test (waived: nobody calls it)", True),
        ("Load test (waived)", False),
        ("Customs waived by Ana", False),
        ("~~Waived: customs~~", False),
        ("~~Load test~~", False),
        ("Load test (nobody calls it)", False),
        ("Drop missing values (N/A) and count them", False),
        ("Read N/A: as missing", False),
        ("Load test — proof.md", False),
        ("Load test — N/A: TBD", False),
        ("Load test (N/A: todo)", False),
        ("Load test — N/A: wip <!-- dod: load -->", False),
        ("~~Load test~~ N/A: TBD", True),
    ],
)
@pytest.mark.parametrize("mark", " ~/")
def test_a_reason_that_stands_apart_closes_a_line_of_any_mark(text: str, closed: bool, mark: str) -> None:
    assert DodLine(text, mark, 3, 0, len(text)).closed == closed
    assert DodLine(text, "x", 3, 0, len(text)).not_applicable == closed


def test_behind_a_tick_a_proof_outweighs_what_is_not_applicable() -> None:
    text = "Metrics computed — mlflow:8f3c01aa (N/A: no holdout)"
    assert not DodLine(text, "x", 3, 0, len(text)).not_applicable
    assert DodLine(text, " ", 3, 0, len(text)).not_applicable


OWN = CustomDodItem(text="p95 under 50 ms (batch and online)")
TEAM = DefinitionOfDone(items={"latency": OWN, "customs": CustomDodItem(text="Waived customs are listed")})


@pytest.mark.parametrize("name", TEAM.texts)
@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("-", "{} (waived by Ana)"),
        (" ", "{} (waived by Ana)"),
        ("-", "{} — N/A: nobody calls it"),
        ("-", "{} - waived, nobody calls it"),
        ("-", "{} (Ana says no)"),
        ("~", "{} (not needed: nobody calls it)"),
        (" ", "~~{}~~ not needed: nobody calls it"),
        (" ", "~~{}~~ (waived by Ana)"),
        ("-", "#3 {} [out of scope: a library]"),
        ("-", "N/A: {} (nobody calls it)"),
        (" ", "[n.a.] {} (nobody calls it)"),
        (" ", "Not applicable (a library): {}"),
    ],
)
def test_a_waived_item_of_the_team_is_neither_missing_nor_open(name: str, mark: str, text: str) -> None:
    written = text.format(TEAM.texts[name])
    line = DodLine(written, mark, 3, 0, len(written))
    assert (TEAM.missing([name], [line]), line.closed) == ([], True)


@pytest.mark.parametrize(
    "text", ["Monitoring hooks (drift, latency)", "Approval not required for docs", "Waived customs are listed"]
)
def test_brackets_and_words_of_an_item_itself_are_no_reason(text: str) -> None:
    line = DodLine(text, "-", 3, 0, len(text))
    assert (line.closed, line.shown) == (False, text)


AGREED = DefinitionOfDone(
    items={
        "deployed": CustomDodItem(text="Deployed (staging environment)"),
        "load": CustomDodItem(text="Load test (not needed for a batch job)"),
    }
)


@pytest.mark.parametrize(
    ("mark", "text", "closed"),
    [
        ("-", "Deployed (staging environment)", False),
        ("-", "#2 deployed: staging environment <!-- dod: deployed -->", False),
        ("-", "Load test (not needed for a batch job)", False),
        (" ", "Load test (not needed for a batch job)", False),
        ("x", "Deployed (staging environment)", True),
        ("-", "Deployed (nobody calls it)", True),
        ("-", "Deployed (staging environment) (nobody calls it)", True),
        ("-", "Deployed (staging environment) — N/A: nobody calls it", True),
        ("-", "Load test (not needed for a library)", True),
        ("-", "Documented (nobody calls it)", True),
    ],
)
def test_what_an_item_says_as_the_team_wrote_it_is_no_reason(mark: str, text: str, closed: bool) -> None:
    [line] = AGREED.agreed((DodLine(text, mark, 3, 0, len(text)),))
    assert line.closed == closed
