"""Starts the bundled server: `python -I -S boot.py`; `--probe` only tells whether this Python can.

Everything here is written for Python 3.6, so that an old Python can say that it is old.
"""

import gc
import importlib
import json
import os
import sys

OLDEST = (3, 11)
HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs the probe 10 ms


def add_folders() -> bool:
    """Put the server and its libraries where imports look first. `-I -S` has left only the standard library there. Tells
    whether the libraries are bundled; where none are for this Python and platform, it may have them itself."""
    threads = "t" if "t" in getattr(sys, "abiflags", "") else ""  # the free-threaded build takes libraries of its own
    abi = f"cp{sys.version_info[0]}{sys.version_info[1]}{threads}"
    bundled = os.path.join(HERE, "bundled")  # noqa: PTH118
    native = os.path.join(bundled, "native", abi)  # noqa: PTH118
    if os.path.isdir(native):  # noqa: PTH112
        sys.path[:0] = [HERE, native, os.path.join(bundled, "pure")]  # noqa: PTH118
        return True
    # The types of the standard library leave out what `-S` has left to be called.
    importlib.import_module("site").main()  # type: ignore[attr-defined]
    sys.path.insert(0, HERE)
    return False


def what_is_missing(are_bundled: bool) -> str:
    """Why this Python cannot run the server; empty if it can. Of bundled libraries, those in C may not fit a Python."""
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info < OLDEST:
        return "Python {} is older than {}.{}".format(version, *OLDEST)
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
    are_bundled = add_folders()
    if "--probe" in sys.argv[1:]:
        sys.exit(0 if probe(what_is_missing(are_bundled)) else 1)
    if sys.version_info < OLDEST:
        sys.exit("Dualtrack cannot start: " + what_is_missing(are_bundled))
    # Nothing that is imported is ever garbage, and the bundle holds no plugins of pydantic to look for.
    gc.disable()
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    with importlib.import_module("method_code").kept():
        server = importlib.import_module("dualtrack.lsp.main")
    gc.freeze()
    gc.enable()
    server.main()


if __name__ == "__main__":
    main()
