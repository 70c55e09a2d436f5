"""`dualtrack schema`."""

import json
from argparse import Namespace

from dualtrack.features.schema import schema


def run(options: Namespace) -> int:
    """Print a JSON schema."""
    print(json.dumps(schema(options.name), indent=2, ensure_ascii=False))
    return 0
