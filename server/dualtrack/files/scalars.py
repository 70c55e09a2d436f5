"""Texts as YAML on one line."""

import re

from dualtrack.files.read_keys import quoted
from dualtrack.files.yaml_tree import YamlError, compose

# Compiled when it is first needed, as that of yaml_tree.
_LITERAL = r"[ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
_NAME = re.compile(r"\w[\w.-]*(?: [\w.-]+)*")


def scalar(value: str) -> str:
    """A text, in quotation marks only where it needs them, wherever it stands."""
    probe = f"- [{{k: {value}}}]\n- {value}\n- k: {value}\n"
    try:
        root = compose(probe, 0, len(probe)).root if re.fullmatch(_LITERAL, value) else None
    except YamlError:
        root = None
    return value if root and root.value == [[{"k": value}], value, {"k": value}] else in_quotation_marks(value)


def key_name(name: str) -> str:
    """The name of a key, in quotation marks only where it is no plain words."""
    return name if _NAME.fullmatch(name) else in_quotation_marks(name)


def in_quotation_marks(value: str, mark: str = '"') -> str:
    """A text between `"` or `'`; one with other than printable characters is between `"` always."""
    if mark == "'" and re.fullmatch(_LITERAL, value):
        return "'" + value.replace("'", "''") + "'"
    return "".join(_escaped(sign) for sign in quoted(value))


def _escaped(sign: str) -> str:
    return sign if re.fullmatch(_LITERAL, sign) else "\\n" if sign == "\n" else f"\\U{ord(sign):08X}"
