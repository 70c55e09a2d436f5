"""`dualtrack lsp`: the language server, for any editor."""

import gc
from argparse import Namespace
from pkgutil import resolve_name


def serve(_: Namespace) -> None:
    """Serve an editor on standard input and output until it leaves."""
    main = resolve_name("dualtrack.lsp.main:main")  # by name: the command line and the server share nothing else
    gc.freeze()
    gc.enable()  # a command of a second does without
    main()
