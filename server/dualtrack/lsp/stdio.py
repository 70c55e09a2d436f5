"""Standard input and output. The event loop reads itself, so that a message costs no change of threads; pygls takes several for
each, and every one may wait for the threads that work."""

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
    loop, reader, stdin = asyncio.get_running_loop(), asyncio.StreamReader(), sys.stdin.fileno()

    def read() -> None:
        if chunk := _chunk(stdin):
            reader.feed_data(chunk)
        elif chunk is not None:
            loop.remove_reader(stdin)
            reader.feed_eof()

    try:
        loop.add_reader(stdin, read)
    except (NotImplementedError, OSError):  # pipes on Windows; what the system does not watch, such as a file
        Thread(target=_read, args=(stdin, loop, reader), daemon=True).start()
    await run_async(Event(), reader, server.protocol, error_handler=server.report_server_error)


def _read(stdin: int, loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader) -> None:
    while chunk := _chunk(stdin):
        loop.call_soon_threadsafe(reader.feed_data, chunk)
    loop.call_soon_threadsafe(reader.feed_eof)


def _chunk(stdin: int) -> bytes | None:
    """What has come, empty where the client has left or broken off; None where nothing has come yet."""
    try:
        return os.read(stdin, _MOST_BYTES)
    except BlockingIOError:
        return None
    except OSError:
        return b""
