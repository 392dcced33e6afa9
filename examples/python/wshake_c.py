# SPDX-License-Identifier: BSL-1.0
"""Declares the part of wshake.h that a server needs, for ctypes, in the order of wshake.h.

Names lack the prefix: wshake_write_result is WriteResult, wshake_server_feed() is C.server_feed(). wshake.py wraps this
module in classes.

The environment variable WSHAKE_LIBRARY names the file of the shared library. Without this variable, ctypes finds the
library by its soname, which changes with the ABI of the library.
"""

import ctypes
import os
import sys
from ctypes import POINTER, c_bool, c_char, c_char_p, c_int, c_size_t, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p

SERVER_STORAGE_SIZE = 16384  # enough for any head that the default limits allow
SMALL_SERVER_STORAGE_SIZE = 4096  # enough for the heads of browsers and proxies in practice
SERVER_SIZE = 128
SERVER_CONFIG_SIZE = 256

NAMES = {"win32": "libwshake-0.dll", "darwin": "libwshake.0.dylib"}
library = ctypes.CDLL(os.environ.get("WSHAKE_LIBRARY") or NAMES.get(sys.platform, "libwshake.so.0"))

# --- Structs. ---------------------------------------------------------------------------------------------------------


class Octets(ctypes.Structure):
    """A view of octets. A view made by of() keeps its octets alive. If the library returns a view, copy the octets with
    bytes() while the view is valid."""

    _fields_ = [("data", POINTER(c_char)), ("size", c_size_t)]

    @classmethod
    def of(cls, content):
        content = content.encode() if isinstance(content, str) else bytes(content)
        return cls(ctypes.cast(c_char_p(content), POINTER(c_char)), len(content))

    def __bytes__(self):
        return self.data[: self.size] if self.data else b""

    def __str__(self):
        return bytes(self).decode("latin-1")  # a head may hold any octet, and latin-1 has a character for each octet


class MutableOctets(ctypes.Structure):
    _fields_ = [("data", POINTER(c_char)), ("size", c_size_t)]

    @classmethod
    def of(cls, buffer):
        return cls(ctypes.cast(buffer, POINTER(c_char)), len(buffer))


class Field(ctypes.Structure):
    _fields_ = [("name", Octets), ("value", Octets)]


class ErrorInfo(ctypes.Structure):
    _fields_ = [("name", c_char_p), ("message", c_char_p), ("rule", c_char_p), ("status", c_uint16)]


class Diagnostic(ctypes.Structure):
    _fields_ = [("code", c_int), ("offset", c_size_t), ("field", Octets)]


class ServerFeedResult(ctypes.Structure):
    _fields_ = [("consumed", c_size_t), ("state", c_int)]


class WriteResult(ctypes.Structure):
    _fields_ = [("written", Octets), ("needed", c_size_t), ("error", Diagnostic)]


class Fields(ctypes.Structure):
    _fields_ = [("opaque", c_uint64 * 12)]


class Tokens(ctypes.Structure):
    _fields_ = [("opaque", c_uint64 * 8)]


class Extensions(ctypes.Structure):
    _fields_ = [("opaque", c_uint64 * 12)]


class Limits(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("head", c_uint32),
        ("refused_body", c_uint32),
        ("skipped_body", c_uint32),
        ("target", c_uint32),
        ("field_line", c_uint32),
        ("field_lines", c_uint32),
        ("method", c_uint32),
        ("empty_lines", c_uint32),
        ("subprotocols", c_uint32),
        ("interim_responses", c_uint32),
    ]


class DeflateConfig(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("enabled", c_bool),
        ("server_no_context_takeover", c_bool),
        ("client_no_context_takeover", c_bool),
        ("server_max_window_bits", c_uint8),
        ("client_max_window_bits", c_uint8),
        ("window_of_8", c_bool),
    ]


class DeflateParameters(ctypes.Structure):
    _fields_ = [
        ("agreed", c_bool),
        ("server_no_context_takeover", c_bool),
        ("client_no_context_takeover", c_bool),
        ("server_max_window_bits", c_uint8),
        ("client_max_window_bits", c_uint8),
    ]


class Agreement(ctypes.Structure):
    _fields_ = [("subprotocol", Octets), ("deflate", DeflateParameters)]


class RequestView(ctypes.Structure):
    _fields_ = [
        ("method", Octets),
        ("target", Octets),
        ("version", ctypes.c_uint),
        ("header", Fields),
        ("protocol", Octets),
        ("scheme", Octets),
        ("authority", Octets),
        ("ends_stream", c_bool),
    ]


class RequestHead(ctypes.Structure):
    _fields_ = [("view", RequestView), ("raw", Octets)]


class HandshakeRequest(ctypes.Structure):
    _fields_ = [
        ("authority", Octets),
        ("resource_name", Octets),
        ("key", Octets),
        ("version", Octets),
        ("origin", Octets),
        ("has_origin", c_bool),
        ("expects_continue", c_bool),
        ("subprotocols", Tokens),
        ("extensions", Extensions),
    ]


class ServerConfig(ctypes.Union):
    _fields_ = [("octets", c_char * SERVER_CONFIG_SIZE), ("alignment", c_uint64), ("pointer_alignment", c_void_p)]


class Server(ctypes.Union):
    _fields_ = [("octets", c_char * SERVER_SIZE), ("alignment", c_uint64), ("pointer_alignment", c_void_p)]


class ServerOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("subprotocols", POINTER(Octets)),
        ("subprotocol_count", c_size_t),
        ("origins", POINTER(Octets)),
        ("origin_count", c_size_t),
        ("header", POINTER(Field)),
        ("header_count", c_size_t),
        ("deflate", POINTER(DeflateConfig)),
        ("limits", POINTER(Limits)),
        ("product", Octets),
        ("require_subprotocol", c_bool),
        ("same_host_origin", c_bool),
        ("require_origin", c_bool),
        ("close_refused", c_bool),
    ]


class AcceptOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("subprotocol", Octets),
        ("extensions", Octets),
        ("header", POINTER(Field)),
        ("header_count", c_size_t),
    ]


class ResponseOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("error", c_int),
        ("status", c_uint16),
        ("close", c_bool),
        ("has_content_length", c_bool),
        ("content_length", c_size_t),
        ("reason", Octets),
        ("body", Octets),
        ("header", POINTER(Field)),
        ("header_count", c_size_t),
    ]


# --- Functions. -------------------------------------------------------------------------------------------------------

PROTOTYPES = {
    "describe_error": (ErrorInfo, c_int),
    "describe_server_state": (c_char_p, c_int),
    "fields_find": (c_bool, POINTER(Fields), Octets, POINTER(Octets)),
    "server_config_size": (c_size_t,),
    "server_size": (c_size_t,),
    "server_config_init": (Diagnostic, POINTER(ServerConfig), POINTER(ServerOptions)),
    "server_init": (None, POINTER(Server), MutableOctets, POINTER(ServerConfig)),
    "server_feed": (ServerFeedResult, POINTER(Server), Octets),
    "server_feed_eof": (c_int, POINTER(Server)),
    "server_configure": (c_int, POINTER(Server), POINTER(ServerConfig)),
    "server_accept": (WriteResult, POINTER(Server), MutableOctets, POINTER(AcceptOptions)),
    "server_respond": (WriteResult, POINTER(Server), MutableOctets, POINTER(ResponseOptions)),
    "server_next_request": (c_int, POINTER(Server), c_int),
    "server_reset": (None, POINTER(Server)),
    "server_state_of": (c_int, POINTER(Server)),
    "server_request": (RequestHead, POINTER(Server)),
    "server_handshake": (HandshakeRequest, POINTER(Server)),
    "server_error": (Diagnostic, POINTER(Server)),
    "server_keep_alive": (c_bool, POINTER(Server)),
    "server_agreed": (Agreement, POINTER(Server)),
}


class C:
    """The functions of the library, without their prefix: C.server_feed is wshake_server_feed."""


for name, (result, *arguments) in PROTOTYPES.items():
    function = getattr(library, f"wshake_{name}")
    function.restype, function.argtypes = result, arguments
    setattr(C, name, function)


def options_of(kind, **wanted):
    """Makes options of the class `kind`, for instance AcceptOptions. A member that is zero selects its default."""
    options = kind()
    options.size = ctypes.sizeof(options)
    for name, value in wanted.items():
        setattr(options, name, value)
    return options


def check_library():
    """Checks that the structs of this file are large enough for the library, and that the library accepts the size of
    ServerOptions.

    If a struct were too small, the library would write beyond the memory of the struct."""
    for what, needed, given in (
        ("server", C.server_size(), ctypes.sizeof(Server)),
        ("configuration of a server", C.server_config_size(), ctypes.sizeof(ServerConfig)),
    ):
        if needed > given:
            raise ImportError(f"{library._name}: a {what} takes {needed} bytes, but wshake_c.py declares {given}")
    # The library rejects options of a size that it does not know.
    found = C.server_config_init(ctypes.byref(ServerConfig()), ctypes.byref(options_of(ServerOptions)))
    if found.code:
        raise ImportError(f"{library._name}: ServerOptions does not match wshake_c.py: {found.field}")


check_library()
