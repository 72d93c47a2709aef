"""Definitions as people write them down: `{kind, spec, meta}` in YAML or JSON, the protobuf JSON of the message."""

from __future__ import annotations

from typing import Any, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from larder._errors import InvalidArgumentError

M = TypeVar("M", bound=Message)


def to_mapping(message: Message) -> dict[str, Any]:
    mapping: dict[str, Any] = json_format.MessageToDict(message)
    return mapping


def from_mapping(mapping: dict[str, Any], message: M) -> M:
    """Fills `message` with what `mapping` says; `kind` is not read."""
    content = {key: value for key, value in mapping.items() if key != "kind"}
    try:
        json_format.ParseDict(content, message)
    except json_format.ParseError as error:
        raise InvalidArgumentError(" ".join(str(error).split())) from error
    return message


def to_yaml(mapping: dict[str, Any]) -> str:
    import yaml

    return yaml.safe_dump(mapping, sort_keys=False, allow_unicode=True)


def from_yaml(text: str) -> dict[str, Any]:
    """The one mapping that a YAML or JSON text holds."""
    documents = documents_of(text)
    if len(documents) != 1:
        raise InvalidArgumentError(f"one definition is expected here, and there are {len(documents)}")
    return documents[0]


def documents_of(text: str) -> list[dict[str, Any]]:
    """All mappings of a YAML text: of its documents, and of their lists."""
    import yaml

    try:
        loaded = list(yaml.safe_load_all(text))
    except yaml.YAMLError as error:
        raise InvalidArgumentError(f"this is not YAML: {error}") from error
    flat = [item for one in loaded if one is not None for item in (one if isinstance(one, list) else [one])]
    for item in flat:
        if not isinstance(item, dict):
            raise InvalidArgumentError(f"a definition is a mapping with a spec, and this is {item!r}")
    return flat
