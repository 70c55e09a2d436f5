"""From a remote's URL to pages of its forge."""

import re

import pytest
from dualtrack.model.forge import Forge, forge_of
from hypothesis import example, given
from hypothesis import strategies as st

GITHUB = Forge("github", "https://github.com/ana/fraud")
GITLAB = Forge("gitlab", "https://gitlab.example.org/ml/risk/fraud")
CLOUD = Forge("bitbucket", "https://bitbucket.org/ana/fraud")
SERVER = Forge("bitbucket-server", "https://git.example.org/projects/ML/repos/fraud")


@pytest.mark.parametrize(
    ("url", "forge"),
    [
        ("https://github.com/ana/fraud.git", GITHUB),
        ("https://github.com/ana/fraud", GITHUB),
        ("https://github.com/ana/fraud/", GITHUB),
        ("HTTPS://GitHub.com/ana/fraud.git", GITHUB),
        ("http://www.github.com/ana/fraud.git", GITHUB),
        ("https://ana@github.com/ana/fraud.git", GITHUB),
        ("https://ana:t0k3n@github.com/ana/fraud.git", GITHUB),
        ("https://x-access-token:t0k@3n@github.com:443/ana/fraud.git", GITHUB),
        ("git@github.com:ana/fraud.git", GITHUB),
        ("git@github.com:/ana/fraud.git", GITHUB),
        ("github.com:ana/fraud", GITHUB),
        ("org-17@github.com:ana/fraud.git", GITHUB),
        ("git@github.com-work:ana/fraud.git", GITHUB),
        ("ssh://git@github.com/ana/fraud.git", GITHUB),
        ("ssh://git@ssh.github.com:443/ana/fraud.git", GITHUB),
        ("git://github.com/ana/fraud.git", GITHUB),
        ("git+ssh://git@github.com/ana/fraud.git", GITHUB),
        ("https://github.example.org/ana/fraud.git", Forge("github", "https://github.example.org/ana/fraud")),
        ("https://gitlab.example.org/ml/risk/fraud.git", GITLAB),
        ("https://oauth2:glpat-t0k3n@gitlab.example.org/ml/risk/fraud.git", GITLAB),
        ("git@gitlab.example.org:ml/risk/fraud.git", GITLAB),
        ("ssh://git@gitlab.example.org:2222/ml/risk/fraud.git", GITLAB),
        ("https://gitlab.example.org:8443/ml/fraud.git", Forge("gitlab", "https://gitlab.example.org:8443/ml/fraud")),
        ("https://gitlab/ml/fraud.git", Forge("gitlab", "https://gitlab/ml/fraud")),
        ("git@altssh.gitlab.com:ml/fraud.git", Forge("gitlab", "https://gitlab.com/ml/fraud")),
        ("https://example.org/gitlab/ml/fraud.git", None),
        ("git@bitbucket.org:ana/fraud.git", CLOUD),
        ("https://ana@bitbucket.org/ana/fraud.git", CLOUD),
        ("ssh://git@altssh.bitbucket.org:443/ana/fraud.git", CLOUD),
        ("https://git.example.org/scm/ml/fraud.git", SERVER),
        ("ssh://git@git.example.org:7999/ml/fraud.git", SERVER),
        ("https://bitbucket.example.org/git/scm/ML/fraud.git", Forge("bitbucket-server", "https://bitbucket.example.org/git/projects/ML/repos/fraud")),
        ("ssh://git@bitbucket.example.org:7999/~ana/fraud.git", Forge("bitbucket-server", "https://bitbucket.example.org/users/ana/repos/fraud")),
        ("https://git.example.org/ml/fraud.git", None),
        ("git@git.example.org:ml/fraud.git", None),
        ("git@github-work:ana/fraud.git", None),  # a name in ~/.ssh/config, of what host is not known
        ("http://gitlab.example.org:8080/ml/fraud.git", None),  # no https there
        ("https://gist.github.com/3f2a.git", None),
        ("https://github.com/ana", None),
        ("https://github.com/ana/.git", None),
        ("https://github.com/ana/../fraud", None),
        ("https://github.com/a/b/c", None),
        ("https://bitbucket.example.org/a/b/c", None),
        ("https://github.com/ana/fra(ud).git", None),
        ("https://github.com/ana/frаud.git", None),  # with a Cyrillic letter
        ("https://gіthub.com/ana/fraud.git", None),  # with another
        ("https://github.com/ana/fraud\n.git", None),
        ("https://github.com/ana/fraud.git\n", None),
        ("javascript:alert(1)//github.com/ana/fraud", None),
        ("javascript://github.com/ana/fraud", None),
        ("file:///srv/github.com/ana/fraud.git", None),
        ("/srv/github.com/ana/fraud.git", None),
        ("../github.com/fraud", None),
        ("C:/github/ana/fraud", None),
        (r"C:\github\ana\fraud", None),
        ("gh:ana/fraud", None),
        ("ext::sh -c github.com:ana/fraud", None),
        ("https://user/t0k3n@github.com/ana/fraud", None),
        ("", None),
    ],
)  # fmt: skip
def test_forges(url: str, forge: Forge | None) -> None:
    assert forge_of(url) == forge


HASH = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("forge", "commit", "branch", "file"),
    [
        (GITHUB, f"/commit/{HASH}", "/tree/exp-23/a%23b", "/blob/exp-23/x/src/a%20b.py#L7"),
        (GITLAB, f"/-/commit/{HASH}", "/-/tree/exp-23/a%23b", "/-/blob/exp-23/x/src/a%20b.py#L7"),
        (CLOUD, f"/commits/{HASH}", "/branch/exp-23/a%23b", "/src/exp-23%2Fx/src/a%20b.py#lines-7"),
        (SERVER, f"/commits/{HASH}", "/browse?at=refs/heads/exp-23/a%23b", "/browse/src/a%20b.py?at=exp-23/x#7"),
    ],
)
def test_links(forge: Forge, commit: str, branch: str, file: str) -> None:
    assert forge.commit(HASH) == forge.page + commit
    assert forge.branch("exp-23/a#b") == forge.page + branch
    assert forge.file("exp-23/x", "src/a b.py", 7) == forge.page + file
    assert forge.file(HASH, "a.py") == forge.page + re.sub(r"#.*", "", file).replace("exp-23%2Fx", HASH).replace(
        "exp-23/x", HASH
    ).replace("src/a%20b.py", "a.py")


def test_a_name_is_quoted_by_its_bytes() -> None:
    assert GITHUB.branch("exp-23-größe](x)<y>\n\udc80") == f"{GITHUB.page}/tree/exp-23-gr%C3%B6%C3%9Fe%5D%28x%29%3Cy%3E%0A%3F"


PIECES = st.sampled_from(
    ["https://", "git@", "ana:t0k3n@", "github.com", "gitlab", ":", "/", "scm", "ml", "fraud.git", ":7999", "\n"]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=2))).map("".join)), st.text())
@example("https://ana:t0k3n@github.com/ana/fraud", "](javascript:x)")
def test_only_safe_links_come_out_and_no_token(url: str, name: str) -> None:
    forge = forge_of(url)
    if not forge:
        return
    for link in (forge.commit(name), forge.branch(name), forge.file(name, name, 3)):
        assert re.fullmatch(r"https://[a-z0-9.-]+(:[0-9]+)?/[\w.~/%?=#-]+", link, re.ASCII)
        assert "t0k3n" not in link


@pytest.mark.parametrize("piece", ["a", "a.", "@", "a@", "/", "a/", ":", "-", "https://", "git@github.com:"])
def test_a_hostile_url_takes_no_time(piece: str) -> None:
    for begins in ("", "https://", "https://a@github.com/", "a@"):
        forge_of(begins + piece * 20_000 + "\0")
