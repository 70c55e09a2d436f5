"""Links into the web pages of the forge that a remote lies on: GitHub, GitLab and Bitbucket, in the cloud and self-hosted."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["github", "gitlab", "bitbucket", "bitbucket-server"]

_HOST = r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)"
_PATH = r"/*+(?P<path>[\w.~/-]+)"
_URL = re.compile(
    rf"(?P<scheme>https?|ssh|git|git\+ssh|ssh\+git)://(?:[^/\s]*@)?{_HOST}(?::(?P<port>[0-9]{{1,5}}))?/{_PATH}",
    re.ASCII | re.IGNORECASE,
)
_LIKE_SCP = re.compile(rf"(?:[^@/\s:]+@)?{_HOST}:{_PATH}", re.ASCII)
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

_CLOUDS = {"github.com", "gitlab.com", "bitbucket.org"}
_KINDS: dict[str, Kind] = {"github": "github", "gitlab": "gitlab", "bitbucket": "bitbucket-server"}
_PORT_OF_BITBUCKET = "7999"
_COMMIT: dict[Kind, str] = {
    "github": "/commit/{hash}",
    "gitlab": "/-/commit/{hash}",
    "bitbucket": "/commits/{hash}",
    "bitbucket-server": "/commits/{hash}",
}
_BRANCH: dict[Kind, str] = {
    "github": "/tree/{name}",
    "gitlab": "/-/tree/{name}",
    "bitbucket": "/branch/{name}",
    "bitbucket-server": "/browse?at=refs/heads/{name}",
}
_FILE: dict[Kind, str] = {
    "github": "/blob/{ref}/{path}",
    "gitlab": "/-/blob/{ref}/{path}",
    "bitbucket": "/src/{whole_ref}/{path}",
    "bitbucket-server": "/browse/{path}?at={ref}",
}
_LINE: dict[Kind, str] = {"github": "#L{}", "gitlab": "#L{}", "bitbucket": "#lines-{}", "bitbucket-server": "#{}"}


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository on a forge; `page` is its own page, and every link is `https`, in ASCII and quoted.

    What stands in a link besides the page is quoted so that it can stand in Markdown too.
    """

    kind: Kind
    page: str

    def commit(self, hash: str) -> str:
        """The page of a commit."""
        return self.page + _COMMIT[self.kind].format(hash=quoted(hash))

    def branch(self, name: str) -> str:
        """The page of a branch, by its short name."""
        return self.page + _BRANCH[self.kind].format(name=quoted(name, "/"))

    def file(self, ref: str, path: str, line: int | None = None) -> str:
        """A file at a branch, tag or commit, and at a line counted from one. `path` is relative to the repository."""
        link = _FILE[self.kind].format(ref=quoted(ref, "/"), whole_ref=quoted(ref), path=quoted(path, "/"))
        return self.page + link + ("" if line is None else _LINE[self.kind].format(line))


def forge_of(remote_url: str) -> Forge | None:
    """The forge that a remote's URL leads to; None for what is none or is not known to be one.

    User names, passwords and tokens are left out. A forge is known by its host's name (`gitlab.example.org`) or by the shape
    of its URLs (Bitbucket's `/scm/KEY/repository` and its SSH port). A host that only `~/.ssh/config` knows leads nowhere,
    except for names like `github.com-work`.
    """
    url = _URL.fullmatch(remote_url)
    found = url or _LIKE_SCP.fullmatch(remote_url)
    if not found:
        return None
    scheme, port = (url["scheme"].lower(), url["port"] or "") if url else ("ssh", "")
    host, on_web = _host(found["host"].lower()), scheme in ("http", "https")
    segments = found["path"].rstrip("/").removesuffix(".git").split("/")
    if len(segments) < 2 or any(segment in ("", ".", "..") for segment in segments):
        return None
    kind = _kind(host, segments, "" if on_web else port)
    port = port if on_web and port not in ("80", "443") else ""
    if not kind or (port and scheme == "http") or ("." not in host and not on_web):
        return None
    path = _path(kind, segments)
    return Forge(kind, f"https://{host}{port and f':{port}'}/{path}") if path else None


def _host(host: str) -> str:
    """The host of the web pages, where that of SSH is another."""
    for cloud in _CLOUDS:
        if host.startswith(f"{cloud}-") or host in (f"ssh.{cloud}", f"altssh.{cloud}", f"www.{cloud}"):
            return cloud
    return host


def _kind(host: str, segments: list[str], ssh_port: str) -> Kind | None:
    if host == "bitbucket.org":
        return "bitbucket"
    for word, kind in _KINDS.items():
        if word in host:
            return kind
    return "bitbucket-server" if ssh_port == _PORT_OF_BITBUCKET or segments[-3:-2] == ["scm"] else None


def _path(kind: Kind, segments: list[str]) -> str:
    """The path of a repository's page, empty where there is none."""
    if kind == "gitlab":
        return "/".join(segments)
    *before, owner, name = segments
    if kind != "bitbucket-server":
        return "" if before else f"{owner}/{name}"
    if before and before.pop() != "scm":
        return ""
    home = f"users/{owner[1:]}" if owner.startswith("~") else f"projects/{owner.upper()}"
    return "/".join([*before, home, "repos", name])


def quoted(text: str, kept: str = "") -> str:
    """The text percent-encoded but for unreserved characters and those that are kept."""
    return "".join(
        character
        if character in _UNRESERVED or character in kept
        else "".join(f"%{byte:02X}" for byte in character.encode(errors="replace"))
        for character in text
    )
