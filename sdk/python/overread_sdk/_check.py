"""Whether a value has the shape of its dataclass: one of another shape would end the plugin at the host, so it is refused."""

from __future__ import annotations

import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Dict, Union

_U32, _U64 = 2**32 - 1, 2**64 - 1


def checked(value: Any, hint: Any, place: str) -> Any:
    """The value, whole numbers as floats where floats belong. `TypeError` with the place for another shape."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is Union:
        return _one_of(value, parts, place)
    if origin is list:
        if not isinstance(value, (list, tuple)):
            raise _wrong("a list", value, place)
        return [checked(one, parts[0], f"{place}[{idx}]") for idx, one in enumerate(value)]
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _wrong("a number", value, place)
        return float(value)
    if hint is int:
        most = _U64 if place.endswith(("_ms", "seed")) else _U32
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            raise _wrong(f"a whole number of 0 to {most}", value, place)
        return value
    if not isinstance(value, hint):
        raise _wrong(f"a {hint.__name__}", value, place)
    if is_dataclass(hint) and not isinstance(value, Enum):
        parts_of = {name: checked(getattr(value, name), of, f"{place}.{name}") for name, of in _hints(hint).items()}
        return hint(**parts_of)
    return value


def _one_of(value: Any, hints: Any, place: str) -> Any:
    if value is None and type(None) in hints:
        return None
    known = [hint for hint in hints if hint is not type(None)]
    if len(known) == 1:
        return checked(value, known[0], place)
    for hint in known:
        if isinstance(hint, type) and isinstance(value, hint):
            return checked(value, hint, place)
    raise _wrong("one of " + ", ".join(hint.__name__ for hint in known), value, place)


@lru_cache(maxsize=None)
def _hints(cls: type) -> Dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {one.name: hints[one.name] for one in fields(cls)}


def _wrong(wanted: str, found: Any, place: str) -> TypeError:
    shown = "" if is_dataclass(found) or isinstance(found, (list, tuple, dict)) else f" {str(found)[:40]!r}"
    return TypeError(f"{place}: {wanted} expected, found {type(found).__name__}{shown}")
