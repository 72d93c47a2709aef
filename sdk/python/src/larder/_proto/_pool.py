"""Makes message classes of the generated descriptors, in a pool of their own.

Because the pool is Larder's own, a package that registers messages of the same names, such as Feast, can be used in the same
process.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal import enum_type_wrapper

_pool = descriptor_pool.DescriptorPool()
for _file in descriptor_pb2.FileDescriptorSet.FromString(
    files("larder._proto").joinpath("descriptors.binpb").read_bytes()
).file:
    _pool.AddSerializedFile(_file.SerializeToString())


def members(file: str) -> dict[str, Any]:
    """The messages, enums and enum values that a `.proto` file defines at its top level, by name."""
    descriptor = _pool.FindFileByName(file)
    found: dict[str, Any] = {"DESCRIPTOR": descriptor}
    for name, message in descriptor.message_types_by_name.items():
        found[name] = message_factory.GetMessageClass(message)
    for name, enum in descriptor.enum_types_by_name.items():
        found[name] = enum_type_wrapper.EnumTypeWrapper(enum)
        found.update({value.name: value.number for value in enum.values})
    return found
