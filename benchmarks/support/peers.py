"""The language servers that read the same files: of YAML with Dualtrack's schema, and of Markdown as in VS Code.

The Markdown server leaves reading to its client: files are listed, read and parsed here, before anything is measured.
"""

import time
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from support.conversation import Conversation

_SCHEMA = Path(__file__).parents[2] / "server" / "dualtrack" / "schemas" / "sprint.schema.json"
_YAML = {"schemas": {_SCHEMA.as_uri(): ["sprints/*.yaml"]}, "schemaStore": {"enable": False}, "hover": True, "completion": True}
_MARKDOWN = MarkdownIt("commonmark").enable("table")


class Peer(Conversation):
    """A language server in Node, with a client that answers what it asks."""

    def __init__(self, program: str, env: dict[str, str], folder: Path) -> None:
        super().__init__(["node", program, "--stdio"], env)
        self._folder = folder
        options = {"markdownFileExtensions": ["md"]}
        outline = {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}
        capabilities = {"textDocument": outline, "workspace": {"configuration": True}}
        named = {"rootUri": folder.as_uri(), "workspaceFolders": [{"uri": folder.as_uri(), "name": "board"}]}
        asked = {"processId": None, "capabilities": capabilities, "initializationOptions": options, **named}
        self.send("initialize", asked, 1)
        self.until(lambda message: message.get("id") == 1)
        self.send("initialized", {})

    def receive(self) -> dict[str, Any]:
        """The next message that asks nothing."""
        while "method" in (message := super().receive()) and "id" in message:
            start = time.perf_counter()
            answer = {"jsonrpc": "2.0", "id": message["id"], "result": self._answer(message["method"], message.get("params"))}
            self.write(answer)
            self.helping += time.perf_counter() - start
        return message

    def _answer(self, method: str, params: Any) -> Any:
        match method:
            case "workspace/configuration":
                return [_YAML if item.get("section") == "yaml" else None for item in params["items"]]
            case "markdown/findMarkdownFilesInWorkspace":
                return [path.as_uri() for path in self._folder.rglob("*.md")]
            case "markdown/fs/stat":
                path = _path(params["uri"])
                return {"isDirectory": path.is_dir()} if path.exists() else None
            case "markdown/fs/readFile":
                return list(_path(params["uri"]).read_bytes())
            case "markdown/parse":
                return _tokens(params.get("text") or _path(params["uri"]).read_text())
            case _:
                return None


def _path(uri: str) -> Path:
    return Path(unquote(urlsplit(uri).path))


@lru_cache(maxsize=20_000)
def _tokens(text: str) -> list[Any]:
    """What VS Code's parser makes of a file, without its keys."""
    end = text.find("\n---\n", 3) + 5 if text.startswith("---\n") else 0
    return [token.as_dict() for token in _MARKDOWN.parse("\n" * text.count("\n", 0, end) + text[end:])]
