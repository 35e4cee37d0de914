"""How components are spoken to, as files that machines read: OpenAPI, AsyncAPI, JSON Schema and Protocol Buffers."""

from designer.interfaces.files import FOLDER, SCHEMA, InterfaceFile, interface_files, write_interfaces

__all__ = ["FOLDER", "SCHEMA", "InterfaceFile", "interface_files", "write_interfaces"]
