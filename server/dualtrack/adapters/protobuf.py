"""The wire format of protobuf, as far as it is needed to read a few fields of a message."""

from collections.abc import Iterator
from typing import Any

_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_LONGEST_VARINT = 10


def fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a message by number: an integer, or the bytes of anything else; raises ValueError where it is none."""
    at, end = 0, len(message)
    while at < end:
        key, at = varint(message, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = varint(message, at)
            yield key >> 3, value
            continue
        if kind == _BYTES:
            size, at = varint(message, at)
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
        else:
            raise ValueError(f"there is no field of kind {kind}")
        if at + size > end:
            raise ValueError("a field is cut")
        yield key >> 3, message[at : at + size]
        at += size


def varint(message: bytes, at: int) -> tuple[int, int]:
    """An unsigned integer, and where what follows begins; raises ValueError."""
    value = shift = 0
    for index in range(at, min(at + _LONGEST_VARINT, len(message))):
        byte = message[index]
        value |= (byte & 127) << shift
        if byte < 128:
            return value, index + 1
        shift += 7
    raise ValueError("a number is cut")
