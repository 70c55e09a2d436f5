"""Starts the bundled server: `python -I -S boot.py`, or with `mcp FOLDER…` that of the tools for agents. `--probe`, and
`--probe mcp`, only tell whether this Python can.

Everything here is written for Python 3.6, so that an old Python can say that it is old.
"""

import gc
import importlib
import json
import os
import sys

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs the probe 10 ms


def add_folders(with_site: bool) -> bool:
    """Put the server and its libraries where imports look first. `-I -S` has left only the standard library there. Tells
    whether the libraries are bundled; where none are for this Python and platform, it may have them itself. What is bundled
    has no package `mcp`: only `with_site` is it looked for behind them."""
    threads = "t" if "t" in getattr(sys, "abiflags", "") else ""  # the free-threaded build takes libraries of its own
    abi = f"cp{sys.version_info[0]}{sys.version_info[1]}{threads}"
    bundled = os.path.join(HERE, "bundled")  # noqa: PTH118
    native = os.path.join(bundled, "native", abi)  # noqa: PTH118
    are_bundled = os.path.isdir(native)  # noqa: PTH112
    if with_site or not are_bundled:
        # The types of the standard library leave out what `-S` has left to be called.
        importlib.import_module("site").main()  # type: ignore[attr-defined]
    sys.path[:0] = [HERE, native, os.path.join(bundled, "pure")] if are_bundled else [HERE]  # noqa: PTH118
    return are_bundled


def what_is_missing(are_bundled: bool, for_agents: bool) -> str:
    """Why this Python cannot run a server; empty if it can. Of bundled libraries, those in C may not fit a Python."""
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info < OLDEST:
        return "Python {} is older than {}.{}".format(version, *OLDEST)
    if for_agents and not importlib.import_module("importlib.util").find_spec("mcp_types"):  # a part of mcp since its version 2
        return f"no package mcp of version 2 in Python {version} at {sys.executable}"
    try:
        for name in ("pydantic_core", "yaml._yaml", "pyromark._pyromark") if are_bundled else ("dualtrack.lsp.main",):
            importlib.import_module(name)
    except Exception as error:
        import platform

        which = "bundled" if are_bundled else "suitable"
        return f"no {which} libraries for Python {version} on {sys.platform} {platform.machine()} ({error})"
    return ""


def probe(reason: str) -> bool:
    """Write one line of JSON about this Python."""
    python = "{}.{}.{}".format(*sys.version_info[:3])
    answer = {"ok": not reason, "python": python, "executable": sys.executable}
    if reason:
        answer["reason"] = reason
    else:
        answer["version"] = importlib.import_module("dualtrack").__version__
    sys.stdout.write(json.dumps(answer) + "\n")
    return not reason


def main() -> None:
    words = sys.argv[1:]
    for_agents = "mcp" in words[:2]
    are_bundled = add_folders(for_agents)
    if words[:1] == ["--probe"]:
        sys.exit(0 if probe(what_is_missing(are_bundled, for_agents)) else 1)
    if sys.version_info < OLDEST:
        sys.exit("Dualtrack cannot start: " + what_is_missing(are_bundled, for_agents))
    if for_agents:
        importlib.import_module("dualtrack.cli.main").run()
    gc.disable()  # nothing that is imported is ever garbage
    importlib.import_module("dualtrack.plugins").without_plugins()
    with importlib.import_module("kept_code").kept():
        server = importlib.import_module("dualtrack.lsp.main")
    gc.freeze()
    gc.enable()
    server.main()


if __name__ == "__main__":
    main()
