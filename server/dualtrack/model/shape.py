"""What may stand where in a file, as the classes say that read it."""

from collections.abc import Iterator, Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, LiteralString, Union, get_args, get_origin

from pydantic import BaseModel

from dualtrack.model.item import Item
from dualtrack.model.key_texts import KEY_TEXTS


def keys_of(shape: Any) -> Iterator[tuple[str, LiteralString]]:
    """The keys of the mapping that a value may be, each with what it means; those of the class itself before inherited ones."""
    for part in _parts(shape):
        if isinstance(part, type) and issubclass(part, BaseModel):
            names = list(_fields(part))
            for each in part.__mro__:
                texts: Mapping[str, LiteralString] = KEY_TEXTS.get(each.__name__, {})
                for name in names:
                    if name in texts:
                        yield name, texts[name]


def value_of(shape: Any, key: str) -> Any:
    """What the value of a key may be, by the canonical form of the key; None where nothing is known of it."""
    for part in _parts(shape):
        if get_origin(part) in (dict, Mapping):
            return get_args(part)[1]
        if isinstance(part, type) and issubclass(part, BaseModel) and key in (fields := _fields(part)):
            return fields[key]
    return None


def words_of(shape: Any) -> list[str]:
    """The words of which a value is one, where there are only some."""
    return [word for part in _parts(shape) if get_origin(part) is Literal for word in get_args(part) if word]


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    """What the keys of a class may be, in their canonical form, but for what is worked out."""
    derived = model.DERIVED if issubclass(model, Item) else ()
    fields = ((name, field) for name, field in model.model_fields.items() if name not in derived)
    return {field.alias or name: field.annotation for name, field in fields}


def _parts(shape: Any) -> Iterator[Any]:
    """What a value may be, one by one; of a list what its entries may be."""
    origin, arguments = get_origin(shape), get_args(shape)
    if origin in (Annotated, Union, UnionType) or origin in (tuple, list, Sequence):
        for each in arguments[:1] if origin is Annotated else arguments:
            yield from _parts(each)
    elif origin in (None, Literal, dict, Mapping):
        yield shape
