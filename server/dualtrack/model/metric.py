"""Names of metrics: how people write them and how trackers store them.

Normalisation: a name is split at spaces, `_`, `-`, `/`, `.`, `@` and at a capital after a small letter, without case;
`validation`, `valid`, `dev` become `val`, `training` becomes `train`, `testing` becomes `test`, `hold out` and `hold-out`
become `holdout`; the word `score` says nothing; the order of the words does not count. So "Validation F1", `val_f1`,
`val/f1` and `f1_val` are one name.
"""

import re
from collections.abc import Collection, Mapping

_SPLIT = re.compile(r"[\s_\-/.@()]+|(?<=[a-z])(?=[A-Z])")
_SAME = {"validation": "val", "valid": "val", "dev": "val", "training": "train", "testing": "test"}
_SPLITS = {"val", "train", "test", "holdout"}
_SILENT = {"score", "the", ""}


def normal(name: str) -> frozenset[str]:
    """The words of a name, made comparable."""
    words = [_SAME.get(word.lower(), word.lower()) for word in _SPLIT.split(name.replace("hold out", "holdout"))]
    if "hold" in words and "out" in words:
        words = [word for word in words if word not in ("hold", "out")] + ["holdout"]
    return frozenset(word for word in words if word not in _SILENT)


def tracked_names(written: str, tracked: Collection[str], aliases: Mapping[str, str]) -> list[str]:
    """The tracker's names that a written name can mean; more than one is ambiguous.

    The board's `metrics:` map decides first, then the exact name, then the normal form, then, for a name without a split,
    the names that add only a split ("F1" may mean `val_f1`).
    """
    words = normal(written)
    for alias, name in aliases.items():
        if normal(alias) == words:
            return [name] if name in tracked else []
    if written in tracked:
        return [written]
    same = sorted(name for name in tracked if normal(name) == words)
    if same or words & _SPLITS:
        return same
    return sorted(name for name in tracked if normal(name) - _SPLITS == words)
