"""Each setting and variable that names a program: git runs it, and the door to git keeps it from doing so, by itself too."""

import contextlib
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from dualtrack.adapters import git as door
from dualtrack.adapters.git import GitError, git

from tests.adapters.git_repository import Repository

Arguments = tuple[str, ...]


class Trap(NamedTuple):
    """What springs it: a command, where and with what as input, and what names the program: settings of the repository, hooks,
    variables, and settings in files that variables name."""

    command: Arguments
    settings: Arguments = ()
    hooks: Arguments = ()
    variables: Arguments = ()
    files: tuple[tuple[str, str], ...] = ()
    folder: str = "."
    stdin: str = ""


CREDENTIALS = "protocol=https\nhost=nowhere.invalid\n\n"
PULLED = "0032want {commit}\n00000009done\n"
FETCHED = ("ls-remote", "ext::{trap} x")
SSH = ("ls-remote", "ssh://nowhere.invalid/x")
PARTIAL = "extensions.partialClone=origin"
TRAPS = {
    "core.fsmonitor": Trap(("status",), ("core.fsmonitor",)),
    "core.hooksPath": Trap(("switch", "-c", "other"), hooks=("post-checkout",)),
    "core.pager": Trap(("grep", "-O", "1"), ("core.pager",)),
    "core.sshCommand": Trap(SSH, ("core.sshCommand",)),
    "core.askPass": Trap(("credential", "fill"), ("core.askPass",), stdin=CREDENTIALS),
    "core.alternateRefsCommand": Trap(("rev-list", "--all", "--alternate-refs"), ("core.alternateRefsCommand",)),
    "credential.helper": Trap(("credential", "fill"), ("credential.helper",), stdin=CREDENTIALS),
    "diff.external": Trap(("diff",), ("diff.external",)),
    "gpg.program": Trap(("verify-commit", "{PGP SIGNATURE}"), ("gpg.program",)),
    "gpg.ssh.program": Trap(("verify-commit", "{SSH SIGNATURE}"), ("gpg.ssh.program", "gpg.ssh.allowedSignersFile={empty}")),
    "gpg.x509.program": Trap(("verify-commit", "{SIGNED MESSAGE}"), ("gpg.x509.program",)),
    "log.showSignature": Trap(("log", "{PGP SIGNATURE}"), ("gpg.program", "log.showSignature=true")),
    "protocol.allow": Trap(FETCHED, ("protocol.allow=always",)),
    "safe.bareRepository": Trap(("sprung",), folder="bare"),
    "uploadpack.packObjectsHook": Trap(
        ("upload-pack", "."), files=(("GIT_CONFIG_GLOBAL", "uploadpack.packObjectsHook"),), stdin=PULLED
    ),
    "GIT_ALLOW_PROTOCOL": Trap(FETCHED, ("protocol.ext.allow=always",)),
    "GIT_NO_LAZY_FETCH": Trap(
        ("cat-file", "-p", "1" * 40),
        ("protocol.ext.allow=always", "remote.origin.url=ext::{trap} x", "remote.origin.promisor=true", PARTIAL),
    ),
    "GIT_OPTIONAL_LOCKS": Trap(("status",), hooks=("post-index-change",)),
    "GIT_PAGER": Trap(("grep", "-O", "1"), ("core.pager",)),
    "GIT_PROXY_COMMAND": Trap(("ls-remote", "git://nowhere.invalid/x"), ("core.gitProxy",)),
    "GIT_EXTERNAL_DIFF": Trap(("diff",), variables=("GIT_EXTERNAL_DIFF",)),
    "GIT_SSH": Trap(SSH, variables=("GIT_SSH",)),
    "GIT_SSH_COMMAND": Trap(SSH, variables=("GIT_SSH_COMMAND",)),
    "GIT_ASKPASS": Trap(("credential", "fill"), variables=("GIT_ASKPASS",), stdin=CREDENTIALS),
}
NO_PROGRAMS = {
    *("core.packedGitLimit", "core.packedGitWindowSize", "diff.relative", "log.follow", "log.showRoot"),
    *("core.attributesFile", "core.excludesFile", "diff.orderFile", "mailmap.file"),
    *("GIT_NO_REPLACE_OBJECTS", "GIT_TERMINAL_PROMPT", "LC_ALL", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"),
}


class Sprung:
    """A repository in which everything is a trap, and the traps that it can be asked for."""

    def __init__(self, folder: Path) -> None:
        repository = Repository(folder)
        self.folder = folder
        self.mark = folder.parent / f"{folder.name}-sprung"
        trap, empty = folder.parent / f"{folder.name}-trap.sh", folder.parent / "empty"
        trap.write_text(f"#!/bin/sh\ntouch '{self.mark}'\n")
        trap.chmod(0o755)
        empty.touch()
        self.known = {"trap": str(trap), "empty": str(empty), "commit": repository.commit("TASK-1", a_txt="1\n", b_txt="1\n")}
        tree = repository.git("rev-parse", "HEAD^{tree}")
        for kind in ("PGP SIGNATURE", "SSH SIGNATURE", "SIGNED MESSAGE"):
            who = "A <a@example.org> 5 +0000"
            signature = f"-----BEGIN {kind}-----\n \n x\n -----END {kind}-----"
            (folder / "signed").write_text(f"tree {tree}\nauthor {who}\ncommitter {who}\ngpgsig {signature}\n\nTASK-1\n")
            self.known[kind] = repository.git("hash-object", "-t", "commit", "-w", "signed")
        (folder / "a.txt").write_text("1\n2\n")
        for name in ("a.txt", "b.txt"):  # so that git looks into both, and finds one as it was
            os.utime(folder / name, (0, 0))
        Repository(folder / "alternate")
        (folder / ".git" / "objects" / "info" / "alternates").write_text(f"{folder}/alternate/.git/objects\n")
        repository.git("init", "-q", "--bare", "bare")
        repository.git("-C", "bare", "config", "alias.sprung", f"!{trap}")
        self.git = repository.git

    def __call__(self, trap: Trap, run: Callable[[Path, Arguments, str], object], variables: pytest.MonkeyPatch) -> bool:
        """Whether it has sprung when that was run."""
        program = self.known["trap"]
        for setting in trap.settings:
            name, _, value = setting.partition("=")
            self.git("config", name, self._filled(value) or program)
        for hook in trap.hooks:
            (self.folder / ".git" / "hooks" / hook).symlink_to(program)
        for name in trap.variables:
            variables.setenv(name, program)
        for name, setting in trap.files:
            file = self.folder.parent / f"{self.folder.name}-{name}"
            self.git("config", "--file", str(file), setting, f"!{program}" if setting.startswith("alias.") else program)
            variables.setenv(name, str(file))
        run(self.folder / trap.folder, tuple(map(self._filled, trap.command)), self._filled(trap.stdin))
        return self.mark.exists()

    def _filled(self, text: str) -> str:
        for name, value in self.known.items():
            text = text.replace(f"{{{name}}}", value)
        return text


def plain(folder: Path, arguments: Arguments, stdin: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, input=stdin.encode(), capture_output=True, check=False)


def through_the_door(folder: Path, arguments: Arguments, stdin: str) -> None:
    with contextlib.suppress(GitError):
        git(folder, *arguments, stdin=stdin)


def test_every_setting_is_accounted_for() -> None:
    told = {*door._OVERRIDES, *door._ENVIRONMENT, *door._INHERITED}
    assert told == {*TRAPS, *NO_PROGRAMS}


@pytest.mark.slow
@pytest.mark.parametrize("name", TRAPS)
def test_what_names_a_program_is_off(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(variable, os.devnull)
    assert Sprung(tmp_path / "control")(TRAPS[name], plain, monkeypatch), "this git does not run it, so nothing is shown"
    assert not Sprung(tmp_path / "whole")(TRAPS[name], through_the_door, monkeypatch)
    for settings in ("_OVERRIDES", "_ENVIRONMENT"):
        alone = {each: value for each, value in getattr(door, settings).items() if each == name}
        monkeypatch.setattr(door, settings, alone)
    monkeypatch.setattr(door, "_INHERITED", tuple(each for each in door._INHERITED if each == name))
    assert not Sprung(tmp_path / "alone")(TRAPS[name], through_the_door, monkeypatch), (
        "another setting must not stand in for it"
    )
