"""Start the server on standard input and output."""

import gc
import logging
import sys

from dualtrack.lsp.handlers import register
from dualtrack.lsp.server import Server
from dualtrack.lsp.stdio import serve


def main() -> None:
    """Serve until the client leaves."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    sys.setswitchinterval(0.001)  # an answer passes through several threads, and none of them is to wait for those that read
    gc.set_threshold(20_000)  # an answer is made of thousands of objects that nothing keeps
    server = Server()
    register(server)
    serve(server)
