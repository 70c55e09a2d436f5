"""The constructs of CommonMark that bodies of items have, one by one and inside each other: headings, boxes and links are
where a second implementation sees them."""

import pytest

from tests.files.oracle import expected, seen

_LISTS = [
    "- [ ] one\n- [x] two",
    "- [ ] one\n\n- [x] two",
    "* [ ] star\n+ [x] plus\n- [ ] minus",
    "1. [ ] one\n2. [x] two",
    "1) [ ] one\n2. [x] another list",
    "0. [ ] nought\n007. [x] seven",
    "123456789. [ ] nine digits\n\n1234567890. [ ] ten are text",
    "-1. [ ] text",
    "text\n14. [ ] only 1 may follow a paragraph at once",
    "text\n1. [ ] so this is a list",
    "- [ ] one\n  - [x] below\n    - [ ] further below",
    "- [ ] one\n - [x] beside\n  - [ ] beside\n   - [x] beside\n    - [ ] text of the last",
    "-   [ ] wide\n\n    [a](b.md) goes on",
    "-    [ ] a box in code is none",
    "-     [ ] no box but code\n\n      text",
    "- [ ] one\n\n  # Heading in a list\n\n  text",
    "- # [ ] a heading is no box",
    "- - - [ ] three levels at once",
    "- 1. [x] a list in a list",
    "- [ ] lazy\ngoes on here [a](b.md)",
    "-\n\n  [ ] behind an empty line no more",
    "- [ ]one\n- []\n- [  ] two\n- [x]\n-[ ] none",
    "- [x](link.md)\n- [x][ref]\n- \\[ ] escaped\n\n[ref]: r.md",
    "- [ ] **one** `[a](b.md)`\n- ![ ] picture",
    "* * *\n- - -\n- [ ] no break",
    "- [ ] one\n<!-- ends the list -->\n- [x] two",
    "\t- [ ] in code\n\n- [ ] one\n\n\t- [x] below, by a tab",
    "> - [ ] quoted\n> text\n\n- [x] not",
    "> > 1. > [ ] deep",
]
_FENCES = [
    "```\n- [ ] no\n# no\n[a](b.md)\n```\n- [ ] yes",
    "~~~\n- [ ] no\n```\n# no\n~~~\n# yes",
    "````\n- [ ] no\n```\n````\n- [ ] yes",
    "```\n- [ ] no\n~~~\n- [ ] no",
    "``` md extra\n# no\n```   \n# yes",
    "``` a`b\n- [ ] a backtick behind the fence: text",
    "~~~ a`b~c\n# no\n~~~",
    "   ```\n   - [ ] no\n  ```\n- [ ] yes",
    "    ```\n- [ ] after code\n    ```",
    "```\n# no\n    ```\n# no",
    "``\n- [ ] two are no fence\n``",
    "text\n```\n- [ ] no\n```\ntext",
    "- [ ] one\n  ```\n  - [ ] no\n  ```\n- [x] two",
    "- [ ] one\n  ```\n- [x] ends the fence with the item",
    "> ```\n> # no\n# yes",
    "1. ```\n   # no\n   ```\n2. [x] yes",
    "```\n\n\n- [ ] no\n\n```\n\n    - [ ] in code",
    "text\n    - [ ] goes on",
    "    # in code\n\n# yes\n    # in code",
]
_HTML = [
    "<!-- - [ ] no -->\n- [ ] yes",
    "<!--\n# no\n\n- [ ] no\n-->\n# yes",
    "<!-- a -->- [ ] no\n- [ ] yes",
    "text <!--\n# yes\n-->",
    "<!--> - [ ] no\n- [ ] yes",
    "<div>\n- [ ] no\n# no\n\n- [ ] yes\n</div>",
    "<details><summary>More</summary>\n\n- [ ] yes [a](b.md)\n\n</details>\n# yes",
    "<pre>\n# no\n\n- [ ] no\n</pre>\n- [ ] yes",
    "<script>\n\n# no\n</script> - [ ] no\n# yes",
    "<style\n\n# no",
    "<?php\n\n# no\n?>\n# yes",
    "<!DOCTYPE html>\n- [ ] yes",
    "<![CDATA[\n\n- [ ] no\n]]>\n- [ ] yes",
    "<a href='b.md'>\n- [ ] no\n\n# yes",
    "text\n<a>\n# yes\n<div>\n# no",
    "<notatag\n# yes",
    "<x-own>\n# no\n</x-own>\n\n# yes",
    "</div>\n# no\n\n# yes",
    "    <div>\n# yes",
    "- <div>\n- [ ] yes\n- <!-- a\n  - [ ] no\n- [x] yes",
    "> <div>\n> # no\n\n# yes",
    "# <b>bold</b> <!-- a --> end\n- [ ] <i>one</i> [a](b.md)",
]
_HEADINGS = [
    "# one\n## two\n###### six\n####### seven are text",
    "#one\n#\n#\ttab\n# ",
    "#  wide  ##  \n# shut #\n# not#\n# not \\#",
    "   # three\n    # in code\n\n- # in a list",
    "text\n# ends a paragraph\ntext",
    "## *Definition* of `Done` :\n### [a](b.md) ![c](d.png)",
    "One\n===\nTwo\n---\nThree\n-",
    "One\ngoes *on\nhere*\n===",
    "text\n\n   One\n   ====   \nTwo\n    ---",
    "One\n= =\nTwo\n--- -",
    "===\n---\ntext\n\n---",
    "- [ ] one\n---\n- two\n  ---",
    "> One\n---\n> Two\n> ---\n> Three\n===",
    "`One\n---\n`Two\n---",
    "- One\n  ===\n- [ ] two\n===",
    "[a]: b.md\n===\n[a]",
    "[a]: b.md\nOne\n===\n[a]",
    "<div>\nOne\n===\n\nTwo\n===",
    "\\# no\n\\> One\n------",
    "One\\\n===\nTwo  \n---",
    "| a | b |\n|---|---|\n| # no | - [ ] no |\n# yes",
    "One\n***\nTwo\n___",
    "é 😀\n===\n# 😀 é [é](é.md)",
]
_CONSTRUCTS = [*_LISTS, *_FENCES, *_HTML, *_HEADINGS]
_BESIDE = "- [ ] before\n\n# Before\n\n{}\n\n# After [z](z.md)\n\n- [x] after"
_PLACES = {
    "alone": "{}",
    "beside others": _BESIDE,
    "right below": "- [ ] before\n{}",
    "in a quote": "> {}",
    "in a list": "- {}",
    "in a list of two digits": "10. {}",
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("construct", _CONSTRUCTS)
def test_what_a_second_implementation_sees(construct: str, place: str, line_end: str) -> None:
    before, _, after = _PLACES[place].partition("{}")
    margin = before if before == "> " else " " * len(before) if place.startswith("in ") else ""
    text = (before + construct.replace("\n", "\n" + margin) + after).replace("\n", line_end)
    assert seen(text) == expected(text)
