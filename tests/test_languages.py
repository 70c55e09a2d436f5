"""The languages of the server: what it shows is a template that every language has."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_type_hints

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.features.board import board
from dualtrack.features.card_text import card_text
from dualtrack.features.check import check, in_order
from dualtrack.features.code_actions import code_actions
from dualtrack.features.hover import hover
from dualtrack.features.inlays import inlays
from dualtrack.features.item_page import item_page
from dualtrack.features.page import Shown
from dualtrack.features.pages import all_pages
from dualtrack.features.proposals import proposals
from dualtrack.features.reports import report_names, summary_of, title_of
from dualtrack.features.silencing import silencing
from dualtrack.findings import Rule
from dualtrack.lsp.board_updates import board_updates
from dualtrack.lsp.language import language_of
from dualtrack.lsp.tab import part_fields
from dualtrack.model.item import BLOCKER_KINDS
from dualtrack.model.model_version import STAGES
from dualtrack.project.board import Board
from dualtrack.rules import all_rules
from dualtrack.said import Text, counted, in_language, joined, listed, plural, said, through
from dualtrack.text import Span

from tests import fixture
from tests.fixture import Fixture
from tests.pages import sections

SERVER = Path(__file__).parents[1] / "server" / "dualtrack"
FEATURES = Path(__file__).parent / "features"
LANGUAGES = sorted((SERVER / "languages").glob("*.json"))
ENGLISH = re.compile(
    r"dualtrack/((cli|mcp|features/reports)/|features/naming\.|workspace/(agent_files|answers|asking|notify|repository|writing)\.)"
)
"""What is for terminals, programs and reports."""
MAKERS = {"said": slice(0, 1), "counted": slice(1, 3), "plural": slice(1, 2), "joined": slice(0, 1)}


def templates() -> Iterator[str]:
    """Every template in the sources: what the makers are called with, and what is typed or named to become one."""
    for path in (path for path in sorted(SERVER.rglob("*.py")) if not ENGLISH.search(path.as_posix())):
        nodes = [*ast.walk(ast.parse(path.read_text()))]
        imports = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "dualtrack.said")
        made = {"said", *MAKERS} if path.stem == "said" else {each.name for node in imports for each in node.names}
        for node in nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in made & MAKERS.keys():
                for text in (text for argument in node.args[MAKERS[node.func.id]] for text in literals(argument)):
                    yield from (f"{{count}} {text}", f"{{count}} {text}s") if node.func.id == "plural" else (text,)
            elif (isinstance(node, ast.AnnAssign) and "LiteralString" in ast.unparse(node.annotation) and node.value) or (
                isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action"
            ):
                yield from literals(node.value)


REASONS = ("GitError", "NotRead", "Refusal", "TooMuch", "Unreadable")
"""What is raised to be shown."""


def test_what_is_raised_to_be_shown_can_be_translated() -> None:
    for path in (path for path in sorted(SERVER.rglob("*.py")) if not ENGLISH.search(path.as_posix())):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REASONS:
                plain = any(isinstance(each, (ast.JoinedStr, ast.BinOp)) or literals(each) for each in node.args)
                assert not plain, f"{path.name}:{node.lineno}: {ast.unparse(node)}"


def literals(node: ast.expr) -> list[str]:
    """The texts with words that an expression may be or hold."""
    if isinstance(node, ast.IfExp):
        return literals(node.body) + literals(node.orelse)
    if isinstance(node, ast.Dict):
        return [text for value in node.values for text in literals(value)]
    if isinstance(node, (ast.Tuple, ast.Starred)):
        return [text for value in ast.iter_child_nodes(node) if isinstance(value, ast.expr) for text in literals(value)]
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return [text] if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w*\}", "", text)) else []


def named() -> Iterator[str]:
    """The templates that a file brings by being there: what a rule finds, and what a kind of report is called and tells."""
    found = (each for kind in report_names() for each in (title_of(kind), summary_of(kind)))
    for text in (*(rule.summary for rule in all_rules().values()), *found):
        assert isinstance(text, Text)
        yield text.made_of[0]


@cache
def all_templates() -> frozenset[str]:
    return frozenset((*templates(), *named()))


@cache
def brackets() -> dict[str, str]:
    """A language that has everything in brackets."""
    return {template: f"⟦{template}⟧" for template in all_templates()}


@cache
def wordless() -> dict[str, str]:
    """A language that has no words: what is left then is values."""
    return {template: " ".join(re.findall(r"(?<!\{)\{\w+\}", template)) or " " for template in all_templates()}


NOT_READ = ("key", "order", "code", "actions", "requests", "name", "type")
"""The fields of parts that are names for programs."""
IN_FIXTURES = {
    *("ana", "ruiz", "https", "mlflow", "main", "holdout", "alerts", "rules", "yml", "gx", "json", "uncommitted", "commit"),
    *("change", "it", "models", "assignee", "bug", "ops"),
    *STAGES,
    *BLOCKER_KINDS,
}
"""The words that fixtures have without writing them."""


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_every_template_is_there_with_its_values(path: Path) -> None:
    language = json.loads(path.read_text())
    assert sorted(all_templates() - language.keys()) == []
    assert sorted(language.keys() - all_templates()) == [], "left over"
    for template, translated in language.items():
        values = re.compile(r"\{\w+\}")
        assert set(values.findall(translated)) == set(values.findall(template)), template
        assert (translated[0].isspace(), translated[-1].isspace()) == (template[0].isspace(), template[-1].isspace()), template


@pytest.mark.parametrize("rule", all_rules().values(), ids=all_rules())
def test_no_sentence_is_half_in_one_language(rule: Rule) -> None:
    project = fixture.parse(next(each for each in sections(rule.page) if each.title == "Example").blocks[0].text).project
    told = rule.code == "unreadable-notebook"  # the example tells the fault, which the reader of notebooks finds
    for finding in () if told else in_order(check(project)):
        assert is_whole(finding.message)
    for path, found in check(project).findings.items():
        span = Span(0, len(project.documents[path].text))
        for offer in (*code_actions(project, path, span, found), *silencing(project, path, span, found)):
            assert is_whole(offer.title)
            try:
                change = offer.change(project)
            except Refusal as refusal:
                assert is_whole(str(refusal))
            else:
                assert is_whole(change.label)
                assert all(map(is_whole, change.notes))
                written = (edit.text for edits in change.edits.values() for edit in edits)
                assert not any(isinstance(text, Text) for text in written), "files are not translated"


def is_whole(text: str) -> bool:
    """Whether a text is nothing but translations, and values in them."""
    shown = in_language(text, brackets())
    return (shown[0], shown[-1]) == ("⟦", "⟧")


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(FEATURES.glob("*.md")), ids=lambda page: page.stem)
def test_nothing_of_ours_is_left_in_english(page: Path) -> None:
    for section in (section for section in sections(page.read_text()) if section.blocks):
        given = fixture.parse(section.blocks[0].text)
        text = "\n".join((section.blocks[0].text, *given.files.values()))
        written = (words(text) | IN_FIXTURES).union(*map(agreed_words, given.project.boards))
        for where, text in shown(given):
            if text == "did not find expected node content":  # says the reader of YAML, not we
                continue
            assert words(in_language(text, wordless())) <= written, f"{section.title}, {where}: {text}"


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.casefold()))


def agreed_words(board: Board) -> set[str]:
    """What is the team's own even where it has agreed on nothing: tracks, statuses, and the items of its Definition of Done."""
    agreed = board.conventions
    statuses = (status.name for track in agreed.tracks.values() for status in track.all)
    return words(
        " ".join((*agreed.tracks, *statuses, *agreed.definition_of_done.texts, *agreed.definition_of_done.texts.values()))
    )


def shown(given: Fixture) -> Iterator[tuple[str, str]]:
    """What is shown of a repository, and where."""
    project = given.project
    boards = board(project)
    for update in filter(None, board_updates("", "", None, boards, {})):
        for row in (*update.rows, *update.cards):
            yield from (("row", text) for text in (row.label, row.description, row.spoken))
    checked = check(project)
    for key, item in project.items.items():
        yield "card", card_text(project, item)
        yield from (("item page", text) for _, part in item_page(project, checked, boards, key) for text in texts(part))
    for name, page in all_pages().items():
        yield from ((name, text) for _, part in page(Shown(project, checked, boards, {}, None)) for text in texts(part))
    for path in project.documents:
        yield from (("inlay", text) for each in inlays(project, path) for text in (each.text, each.more))
    if given.cursor and given.cursor[0] in project.documents:
        found = proposals(project, *given.cursor)
        offers = found.proposals if found else ()
        yield from (("completion", each.more) for each in offers)
        yield from (("completion", each.detail) for each in offers)
        yield from (("completion", each.label) for each in offers if each.kind == "template")
    for path, text in given.files.items():
        for offset in {*range(0, len(text), 5), *((given.cursor[1],) if given.cursor else ())}:
            if found := hover(project, path, text, offset):
                yield "hover", found.markdown


def texts(part: object) -> Iterator[str]:
    """The texts of a part that people read as they are: not what is one of a few words, which the client translates."""
    if isinstance(part, str):
        yield part
    elif names := part_fields(type(part)):
        hints = get_type_hints(type(part))
        for name in names:
            if "Literal" not in str(hints[name]) and name not in NOT_READ:
                yield from texts(getattr(part, name))
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from texts(each)


def test_a_text_is_english_until_it_is_shown() -> None:
    german = {
        "{item} waits for {others}": "{item} wartet auf {others}",
        "{some} and {last}": "{some} und {last}",
        "{count} days": "{count} Tage",
    }
    text = said("{item} waits for {others}", "EXP-1", listed(["A", "B", plural(2, "day")]))
    assert text == "EXP-1 waits for A, B and 2 days"
    assert in_language(text, german) == "EXP-1 wartet auf A, B und 2 Tage"
    assert in_language(through(str.upper, text) + "!", german) == "EXP-1 WARTET AUF A, B UND 2 TAGE!"
    assert (
        in_language("> " + joined("; ", [counted(1, "{count} day", "{count} days")]), {"{count} day": "{count} Tag"})
        == "> 1 Tag"
    )
    assert in_language(str(ValueError(text)), german) == "EXP-1 wartet auf A, B und 2 Tage"
    assert f"{text}!" == "EXP-1 waits for A, B and 2 days!"


def test_a_locale_is_its_language_or_none() -> None:
    assert language_of("de-AT") == language_of("de") != {}
    assert language_of("en-gb") == language_of("../de") == language_of("xx") == language_of("") == {}
