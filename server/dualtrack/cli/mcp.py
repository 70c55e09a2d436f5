"""`dualtrack mcp`: the tools for coding agents."""

import gc
import sys
from argparse import Namespace
from importlib.util import find_spec
from pkgutil import resolve_name

from dualtrack.changes.change import Refusal
from dualtrack.workspace.repository import folder_at


def serve(options: Namespace) -> None:
    """Serve an agent on standard input and output until it leaves."""
    if not find_spec("mcp_types"):  # a part of mcp since its version 2
        raise Refusal(f"no package mcp of version 2 for the Python at {sys.executable}: install 'mcp>=2.3,<3' there")
    main = resolve_name("dualtrack.mcp.main:main")  # by name: the command line and the server share nothing else
    gc.freeze()
    gc.enable()  # a command of a second does without
    main(tuple(map(folder_at, options.folders)))
