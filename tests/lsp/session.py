"""A server of its own for a test, and the folder that it opens."""

import asyncio
import os
from pathlib import Path
from typing import Any

from tests.lsp.client import Client

ENV = {**os.environ, "DUALTRACK_TODAY": "2026-11-16"}
EXP = "tracks/experiments/EXP-1 Look.md"
TEXT = (
    "---\nid: EXP-1\ntitle: Look\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 10\n"
    "hypothesis: It helps\nsuccess_criteria: val_f1 >= 0.72\n---\n"
)


def session(folder: Path, talk: Any, **options: Any) -> None:
    """Run a conversation with a server of its own."""

    async def run() -> None:
        client = Client(folder)
        await client.start(**{"env": ENV, **options})
        try:
            await talk(client)
        finally:
            await client.end()
        assert "Traceback" not in client.log, client.log

    asyncio.run(run())
