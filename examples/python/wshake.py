# SPDX-License-Identifier: BSL-1.0
"""Performs a WebSocket server's opening handshake: calls the library wshake through wshake_c.py.

Octets that you pass may be bytes or str. Answers are returned as bytes, parts of the request as str. States and errors
are the names that the library gives them, such as "need_more" and "bad_key". The objects of this module keep alive all
objects to which the library points.
"""

import ctypes

from wshake_c import SERVER_STORAGE_SIZE, AcceptOptions, C, Field, MutableOctets, Octets, ResponseOptions
from wshake_c import Server as ServerMemory, ServerConfig as ServerConfigMemory, ServerOptions, options_of


def words(of):
    """Returns the library's names of states or errors, in the order of their numbers. `of` maps a number to a name."""
    found = []
    while (word := of(len(found)).decode()) and word not in found:  # an invalid number has no name, or the name of 0
        found.append(word)
    return found


STATES = words(C.describe_server_state)
ERRORS = words(lambda number: C.describe_error(number).name)


class Diagnostic:
    """A code, the offset of the error, and the field or argument at fault: see wshake_diagnostic in wshake.h."""

    def __init__(self, found):
        info = C.describe_error(found.code)
        self.code, self.message, self.rule = (text.decode() for text in (info.name, info.message, info.rule))
        self.offset, self.field = found.offset, str(found.field)

    def __str__(self):
        return f"{self.code} at offset {self.offset}: {self.message} ({self.rule})"


class Mistake(Exception):
    """A mistake of the caller, such as a call in the wrong state or an invalid field. `error` is a Diagnostic."""

    def __init__(self, found):
        self.error = Diagnostic(found)
        super().__init__(": ".join(filter(None, (self.error.code, self.error.message, self.error.field))))


# --- The server. ------------------------------------------------------------------------------------------------------


def fields(pairs):
    return (Field * len(pairs))(*(Field(Octets.of(name), Octets.of(value)) for name, value in pairs))


def texts(values):
    return (Octets * len(values))(*map(Octets.of, values))


class ServerConfig:
    """The configuration that connections share. It keeps alive the lists and strings to which the servers point.

    An empty list raises Mistake. Leave out a list that you do not need. Without `origins` every origin may connect."""

    def __init__(self, subprotocols=None, origins=None, header=None, **more):
        if subprotocols is not None:
            more.update(subprotocols=texts(subprotocols), subprotocol_count=len(subprotocols))
        if origins is not None:
            more.update(origins=texts(origins), origin_count=len(origins))
        if header is not None:
            more.update(header=fields(header), header_count=len(header))
        self._options = options_of(ServerOptions, **more)
        self._memory = ServerConfigMemory()
        found = C.server_config_init(ctypes.byref(self._memory), ctypes.byref(self._options))
        if found.code:
            raise Mistake(found)
        self.made = ctypes.pointer(self._memory)


class Server:
    """One connection's opening handshake: see wshake_server in wshake.h. The storage holds the request's head."""

    def __init__(self, config=None, storage_size=SERVER_STORAGE_SIZE):
        self._configs = {config}
        self._storage = ctypes.create_string_buffer(storage_size)
        self._memory = ServerMemory()
        room = MutableOctets.of(self._storage)
        self._server = ctypes.pointer(self._memory)
        C.server_init(self._server, room, config.made if config else None)

    def feed(self, octets):
        """Returns the state, and the number of octets that the server consumed. The caller keeps all other octets."""
        result = C.server_feed(self._server, Octets.of(octets))
        return STATES[result.state], result.consumed

    def feed_eof(self):
        """Tells the server that no more octets will come. Returns the state."""
        return STATES[C.server_feed_eof(self._server)]

    def state(self):
        return STATES[C.server_state_of(self._server)]

    def configure(self, config):
        """Judges the request by `config`, the configuration of its endpoint. Returns the state.

        `config` applies to this request and its body only. None stands for the default configuration. You may call
        configure() in any state."""
        self._configs.add(config)
        return STATES[C.server_configure(self._server, config.made if config else None)]

    def accept(self, subprotocol=None, header=()):
        """Returns the octets of the 101."""
        options = options_of(AcceptOptions, header=fields(header), header_count=len(header))
        if subprotocol is not None:
            options.subprotocol = Octets.of(subprotocol)
        return self._written_by(C.server_accept, options)

    def respond(self, status=0, error="none", body=None, header=()):
        """Returns the octets of an answer other than 101. Without `status` and `error` the state decides the status."""
        options = options_of(ResponseOptions, status=status, header=fields(header), header_count=len(header))
        options.error = ERRORS.index(error)
        if body is not None:
            options.body = Octets.of(body)
        return self._written_by(C.server_respond, options)

    def next_request(self):
        """Prepares the server for the next request. Returns the state: need_more, or closed if the connection ends."""
        return STATES[C.server_next_request(self._server, 0)]

    def reset(self):
        """Prepares the server for a new connection, in any state."""
        C.server_reset(self._server)

    def error(self):
        """Returns the error of the request. The code is "none" if the request has no error."""
        return Diagnostic(C.server_error(self._server))

    def resource_name(self):
        return str(C.server_handshake(self._server).resource_name)

    def field(self, name):
        """Returns the value of the request's first field with the name `name`, or None."""
        header, value = C.server_request(self._server).view.header, Octets()
        found = C.fields_find(ctypes.byref(header), Octets.of(name), ctypes.byref(value))
        return str(value) if found else None

    def subprotocol(self):
        """Returns the agreed subprotocol, empty if no subprotocol is agreed."""
        return str(C.server_agreed(self._server).subprotocol)

    def wipe(self):
        """Wipes the request's head, which may hold a password or a cookie. Do not read the head before reset()."""
        ctypes.memset(self._storage, 0, len(self._storage))

    def _written_by(self, verb, options):
        out = ctypes.create_string_buffer(1024)
        while True:
            result = verb(self._server, MutableOctets.of(out), ctypes.byref(options))
            error = ERRORS[result.error.code]
            if error == "none":
                return bytes(result.written)
            if error != "need_room":
                raise Mistake(result.error)
            out = ctypes.create_string_buffer(result.needed)
