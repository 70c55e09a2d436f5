"""Standard input and output. A thread reads, so that a message costs one turn of the event loop; pygls takes one for every line
of its head, and each may wait for the threads that work."""

import asyncio
import os
import sys
from threading import Event, Thread

from pygls.io_ import StdoutWriter, run_async

from dualtrack.lsp.server import Server

_MOST_BYTES = 1 << 16


class _Output(StdoutWriter):
    """It is closed when the client leaves; what a task or a timer says after that is for nobody."""

    def write(self, data: bytes) -> None:
        if not self._stdout.closed:
            super().write(data)


def serve(server: Server) -> None:
    """Answer until the client leaves."""
    server.protocol.set_writer(_Output(sys.stdout.buffer))
    try:
        asyncio.run(_serve(server))
    except (asyncio.IncompleteReadError, BrokenPipeError, KeyboardInterrupt, SystemExit):
        pass  # it has left
    finally:
        server.shutdown()


async def _serve(server: Server) -> None:
    reader = asyncio.StreamReader()
    Thread(target=_read, args=(asyncio.get_running_loop(), reader), daemon=True).start()
    await run_async(Event(), reader, server.protocol, error_handler=server.report_server_error)


def _read(loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader) -> None:
    while chunk := os.read(sys.stdin.fileno(), _MOST_BYTES):
        loop.call_soon_threadsafe(reader.feed_data, chunk)
    loop.call_soon_threadsafe(reader.feed_eof)
