"""Notebooks are executed where they lie; what they print goes into the commit, when and by which Python does not."""

import subprocess
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def execute(file: Path) -> None:
    notebook = nbformat.read(file, as_version=4)
    client = NotebookClient(notebook, record_timing=False, resources={"metadata": {"path": str(file.parent)}})
    # The kernel warns of its own sockets there; an error in a cell is raised here.
    client.execute(stderr=subprocess.DEVNULL)
    notebook.metadata["language_info"] = {"name": "python"}
    text = nbformat.writes(notebook, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8", newline="\n")
