"""The recipes for CI in docs/: their script lines, run in a clone by the shell that CI gives them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

from tests.adapters.git_repository import Repository
from tests.adapters.listening import answered, listening

pytestmark = pytest.mark.slow

DOCS = Path(__file__).parents[2] / "docs"
RECIPE = re.compile(r"^\*\*(GitHub|GitLab|Bitbucket)\*\*(?:.+\n)+\n((?:    .*\n)+)", re.MULTILINE)
RECIPES = {
    f"{name}, {forge}": yaml.safe_load(dedent(recipe))
    for name in ("reports", "notifications")
    for forge, recipe in RECIPE.findall((DOCS / f"{name}.md").read_text())
}


def _lines(recipe: Any) -> Iterator[str]:
    """What the shell is given, except that Dualtrack is installed already."""
    if isinstance(recipe, list):
        for each in recipe:
            yield from [each] if isinstance(each, str) and not each.startswith("pip install ") else _lines(each)
    elif isinstance(recipe, dict):
        for key, value in recipe.items():
            yield from _lines([value] if key == "run" else value if key not in ("cache", "artifacts") else ())


@pytest.mark.skipif(sys.platform == "win32", reason="the recipes are for the shell of Linux")
@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_does_what_its_page_says(name: str, tmp_path: Path) -> None:
    origin = Repository(tmp_path / "origin")
    origin.commit("TASK-1: begin", **{"tracks__tasks__TASK-1_md": "---\nstatus: in-progress\nblocked: {kind: data}\n---\n"})
    clone, pages = tmp_path / "clone", tmp_path / "pages"
    subprocess.run(["git", "clone", "--quiet", origin.folder, clone], check=True)
    subprocess.run(["git", "init", "--quiet", "--bare", tmp_path / "pages.git"], check=True)
    script = "\n".join(_lines(RECIPES[name])).replace("/tmp/pages", str(pages))
    script = script.replace("git@bitbucket.org:WORKSPACE/WORKSPACE.bitbucket.io.git", str(tmp_path / "pages.git"))
    assert "dualtrack " in script
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with listening(lambda _: answered(b"ok")) as listener:
        env = {**os.environ, "PATH": path, "DUALTRACK_SLACK_URL": listener.uri}
        for _ in range(2 if name.startswith("notifications") else 1):  # what was sent is remembered
            done = subprocess.run(["sh", "-e"], input=script, cwd=clone, env=env, text=True, capture_output=True)
            assert done.returncode == 0, done.stderr
    if name.startswith("notifications"):
        assert len(listener.asked) == 1
        return
    made = pages if "Bitbucket" in name else clone / "public"
    assert {file.name for file in made.glob("*.html")} == {"index.html", "weekly.html"}
    assert "TASK-1" in (made / "weekly.html").read_text()
    if "Bitbucket" in name:
        pushed = subprocess.run(["git", "ls-tree", "--name-only", "HEAD"], cwd=tmp_path / "pages.git", capture_output=True)
        assert pushed.stdout.split() == [b"index.html", b"weekly.html"]
