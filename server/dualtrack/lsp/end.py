"""The end of the process. It waits for no thread, since one may still read from a slow server."""

import asyncio
import os
from threading import Timer

_SECONDS = 1.5


async def end_with_loop() -> None:
    """When the event loop ends, because the client has left, end the process soon, whatever goes on in threads."""
    try:
        await asyncio.Event().wait()
    finally:
        timer = Timer(_SECONDS, os._exit, (0,))
        timer.daemon = True
        timer.start()
