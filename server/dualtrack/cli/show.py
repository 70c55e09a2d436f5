"""`dualtrack show`."""

from argparse import Namespace

from dualtrack.cli.report import as_json, printed
from dualtrack.cli.style import SEVERITY_COLOURS, coloured, printable
from dualtrack.cli.unknown import tell_unknown
from dualtrack.features.card_text import card_text
from dualtrack.features.check import check
from dualtrack.features.item_facts import findings_of, item_facts
from dualtrack.features.markdown import plain
from dualtrack.features.naming import named_item
from dualtrack.workspace.repository import read_repository


def run(options: Namespace) -> int:
    """Print everything that is known of an item: for programs, or its card and what is found in it."""
    project = read_repository(options.path, options.today, options.trust).project
    item = named_item(project, options.id)
    checked = check(project, once=True)
    if options.format == "json":
        tell_unknown(project)
        print(as_json(item_facts(project, item, checked)))
        return 0
    title, *lines = map(printable, plain(card_text(project, item)).splitlines())
    line = project.document(item).line_of(project.place(item).span.start) + 1
    print(coloured(title, "bold"), coloured(printable(f"{item.path}:{line}"), "dim"), *lines, sep="\n")
    found = printed(project, findings_of(item, checked))
    if found:
        print()
    for each in found:
        severity = coloured(each.severity, SEVERITY_COLOURS[each.severity])
        print(f"{printable(each.path)}:{each.line}:{each.column}: {severity}: {each.message} [{each.code}]")
    return 0
