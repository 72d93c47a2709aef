"""Protobuf messages, generated. Nothing but this folder knows how they come about; see `tools/generate_proto.py`."""
