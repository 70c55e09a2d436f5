"""What the names of git tags say of versions and stages."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dualtrack.said import said

Action: TypeAlias = Literal["release", "register", "deregister", "assign", "unassign", "deprecate"]

# Semantic versions, shorter ones, and Python's (`1.0a1`, `1.0.dev2`).
_VERSION = r"[0-9]+(?:\.[0-9]+)*(?:\.?(?:a|b|rc|dev|post)[0-9]+){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
_NAME = r"[A-Za-z0-9](?:[\w./=-]*[A-Za-z0-9_])?"
_GTO = re.compile(
    rf"(?P<model>{_NAME})"
    rf"(?:(?:@v?(?P<version>{_VERSION})|\#(?P<stage>[A-Za-z0-9](?:[\w/-]*[A-Za-z0-9])?))(?P<back>!?)|@(?P<gone>deprecated))"
    r"(?:\#(?P<count>[0-9]{1,9}))?",
    re.ASCII,
)
_RELEASE = re.compile(rf"(?:(?P<model>(?!v?[0-9])[\w./-]*\w)[/-])?(?P<version>v{_VERSION}|[0-9]+\.{_VERSION})", re.ASCII)

_LONGEST = 500  # so that no name takes long


@dataclass(frozen=True, slots=True)
class Tag:
    """What a tag says: `action` with the `model`, the `version` without its `v`, the `stage`, each empty where it is not named.

    `release` is a version of what the repository (or the folder or package that `model` names) holds; the others are GTO's.
    Assigning a stage names no version: it is that which is registered at the same commit. `count` orders the tags of a model.
    """

    action: Action
    model: str = ""
    version: str = ""
    stage: str = ""
    count: int = 0


def read_tag(name: str) -> Tag | None:
    """What a tag's short name says, None if it names no version, no stage and no end of a model.

    Read are `v1.2.0`, `1.2`, `fraud-v1.2.0`, `serving/1.2.0` and GTO's `fraud@v1.2.0`, `fraud@v1.2.0!`, `fraud#prod`,
    `fraud#prod!` and `fraud@deprecated`, each with `#4` or without. More than GTO allows is `fraud@1.2`, which is how
    a model version is called here. GTO writes the `:` of `folder:model` as `=`.
    """
    if len(name) > _LONGEST:
        return None
    if found := _GTO.fullmatch(name):
        model, version, stage = found["model"].replace("=", ":"), found["version"] or "", found["stage"] or ""
        return Tag(_action(stage, bool(found["back"]), bool(found["gone"])), model, version, stage, int(found["count"] or 0))
    if found := _RELEASE.fullmatch(name):
        return Tag("release", found["model"] or "", found["version"].removeprefix("v"))
    return None


def tag_words(name: str) -> str:
    """A tag's name, with what it says where that is the end of something: the `!` that means so is easily overlooked."""
    told = read_tag(name)
    if told and told.action == "unassign":
        return said("{name} (no longer in {stage})", name, told.stage)
    return said("{name} (withdrawn)", name) if told and told.action == "deregister" else name


def _action(stage: str, back: bool, gone: bool) -> Action:
    if gone:
        return "deprecate"
    if stage:
        return "unassign" if back else "assign"
    return "deregister" if back else "register"
