"""YAML as people write it about documents: 250.000 euros are a quarter of a million, where YAML has 250."""

from __future__ import annotations

import re
from typing import Any

import yaml

_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_MOST_FIELDS = 1000


class _Loader(yaml.SafeLoader):
    """The safe loader, but that what may have a point between its thousands stays as it is written."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge in what ``<<`` names. Merged again and again, a few lines would make millions of fields."""
        super().flatten_mapping(node)
        if len(node.value) > _MOST_FIELDS:
            raise yaml.constructor.ConstructorError(None, None, f"> {_MOST_FIELDS}", node.start_mark)


def _float(loader: _Loader, node: yaml.ScalarNode) -> float | str:
    written = str(node.value)
    return written if _THOUSANDS.fullmatch(written) else float(loader.construct_yaml_float(node))


_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def yaml_cause(error: Exception, *, above: int = 0) -> str:
    """Where YAML cannot be understood, and what is no YAML at all; ``above`` it are so many lines of the file."""
    if isinstance(error, UnicodeDecodeError):
        return "{not_utf8}"
    mark = getattr(error, "problem_mark", None)
    if mark:
        return f"{{line {mark.line + 1 + above}}}"
    return "{no_such_value}" if isinstance(error, ValueError) else "{yaml}"


def load_fields(text: str) -> Any:
    """What the YAML in ``text`` says. Raises yaml.YAMLError, ValueError and RecursionError."""
    return yaml.load(text, Loader=_Loader)
