"""Start the server on standard input and output."""

import argparse
import gc
import logging
import sys

from pygls.exceptions import JsonRpcInvalidParams

from dualtrack import __version__
from dualtrack.lsp.handlers import register
from dualtrack.lsp.server import Server
from dualtrack.lsp.stdio import serve


def main() -> None:
    """Serve until the client leaves."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_is_fault)
    sys.setswitchinterval(0.001)  # an answer passes through several threads, and none of them is to wait for those that read
    gc.set_threshold(20_000)  # an answer is made of thousands of objects that nothing keeps
    server = Server()
    register(server)
    serve(server)


def run() -> None:
    """The command `dualtrack-lsp`, which is `dualtrack lsp` under a name of its own."""
    known = argparse.ArgumentParser(
        prog="dualtrack-lsp",
        description="Serve an editor over the Language Server Protocol, on standard input and output.",
        epilog="`dualtrack lsp` is the same; `dualtrack --help` names all commands.",
        allow_abbrev=False,
    )
    known.add_argument("--version", action="version", version=f"dualtrack {__version__}")
    known.add_argument("--stdio", action="store_true", help="taken, as many editors say it: there is no other way")
    known.add_argument("--clientProcessId", metavar="ID", help="taken, and not needed")
    known.parse_args()
    main()


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether a log record tells of more than that somebody's question was refused, which the answer says."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcInvalidParams))
