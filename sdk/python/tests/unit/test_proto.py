"""The generated messages."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool

from larder import Entity, ValueType
from larder._proto.feast.types.Value_pb2 import Value
from larder._values import value_of

SDK = Path(__file__).parents[2]
GENERATED = SDK / "src/larder/_proto"
BY_HAND = {"_pool.py", "__init__.py"}


def test_what_is_checked_in_is_what_the_proto_files_generate(tmp_path: Path) -> None:
    pytest.importorskip("grpc_tools")
    from tools.generate_proto import generate

    generate(tmp_path)
    wanted = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    found = {
        path.relative_to(GENERATED)
        for path in GENERATED.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not (path.parent == GENERATED and path.name in BY_HAND)
    }
    assert found == wanted
    _, different, missing = filecmp.cmpfiles(tmp_path, GENERATED, [str(path) for path in wanted], shallow=False)
    assert (different, missing) == ([], []), "run: python tools/generate_proto.py"


def test_another_package_may_register_messages_of_the_same_names() -> None:
    """As Feast does, and with another content."""
    other = descriptor_pb2.FileDescriptorProto(name="feast/types/Value.proto", package="feast.types", syntax="proto3")
    field = other.message_type.add(name="Value").field.add(name="int64_val", number=4)
    field.type = descriptor_pb2.FieldDescriptorProto.TYPE_INT64
    field.label = descriptor_pb2.FieldDescriptorProto.LABEL_OPTIONAL
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(other.SerializeToString())
    assert pool.FindMessageTypeByName("feast.types.Value") is not Value.DESCRIPTOR
    assert Entity("a", "", ValueType.INT64).to_proto().spec.name == "a"


def test_a_value_message_of_another_package_is_a_value() -> None:
    from google.protobuf import message_factory

    pool = descriptor_pool.DescriptorPool()
    file = descriptor_pb2.FileDescriptorProto()
    Value.DESCRIPTOR.file.CopyToProto(file)
    pool.AddSerializedFile(file.SerializeToString())
    other = message_factory.GetMessageClass(pool.FindMessageTypeByName("feast.types.Value"))
    assert value_of(other(int32_val=7)) == Value(int32_val=7)
