# SPDX-License-Identifier: BSL-1.0
"""A WebSocket server's opening handshake: wshake from Python.

Octets are bytes, or str. Events and errors are the library's own words, "need_more" and "bad_key". The objects here
keep alive what the library only points to.
"""

import ctypes

from wshake_c import SERVER_STORAGE_SIZE, AcceptOptions, C, Field, MutableOctets, Octets, RejectOptions
from wshake_c import Server as ServerMemory, ServerConfig as ServerConfigMemory, ServerOptions, options_of


def words(of):
    """What the library calls the numbers from 0 on."""
    found = []
    while (word := of(len(found)).decode()) and word not in found:  # a number that is none has no name, or that of 0
        found.append(word)
    return found


EVENTS = words(C.describe_event)
ERRORS = words(lambda number: C.describe_error(number).name)


class Mistake(Exception):
    """The caller's: the verb does not fit the state, a field can't be sent, and the like."""


class Broken:
    """A rule that a peer has broken."""

    def __init__(self, number, at, field):
        info = C.describe_error(number)
        self.name, self.message, self.rule = (text.decode() for text in (info.name, info.message, info.rule))
        self.at, self.field = at, field  # the octet since the request's begin, and the name of the field it is about

    def __str__(self):
        return f"{self.name} at octet {self.at}: {self.message} ({self.rule})"


# --- The server. ------------------------------------------------------------------------------------------------------


def fields(pairs):
    return (Field * len(pairs))(*(Field(Octets.of(name), Octets.of(value)) for name, value in pairs))


class ServerConfig:
    """What connections share. The library points to all of it while there is a server that was made with it."""

    def __init__(self, subprotocols=(), origins=(), header=(), **more):
        self._options = options_of(
            ServerOptions,
            subprotocols=(Octets * len(subprotocols))(*map(Octets.of, subprotocols)),
            subprotocol_count=len(subprotocols),
            origins=(Octets * len(origins))(*map(Octets.of, origins)),
            origin_count=len(origins),
            header=fields(header),
            header_count=len(header),
            **more,
        )
        self._memory = ServerConfigMemory()
        found = C.server_config_init(ctypes.byref(self._memory), ctypes.byref(self._options))
        if found.code:
            raise Mistake(f"{ERRORS[found.code]}: {found.field}")
        self.made = ctypes.pointer(self._memory)


class Server:
    """One connection's opening handshake: see wshake_server in the header. The storage is for the request's head."""

    def __init__(self, config=None, storage_size=SERVER_STORAGE_SIZE):
        self._config = config
        self._storage = ctypes.create_string_buffer(storage_size)
        self._memory = ServerMemory()
        room = MutableOctets.of(self._storage)
        self._server = ctypes.pointer(self._memory)
        C.server_init(self._server, room, config.made if config else None)

    def feed(self, octets):
        """The event, and how many of the octets were taken: the others are still yours."""
        result = C.server_feed(self._server, Octets.of(octets))
        return EVENTS[result.what], result.consumed

    def feed_eof(self):
        return EVENTS[C.server_feed_eof(self._server)]

    def accept(self, subprotocol=None, header=()):
        """These three return the octets to send."""
        options = options_of(AcceptOptions, header=fields(header), header_count=len(header))
        if subprotocol is not None:
            options.subprotocol = Octets.of(subprotocol)
        return self._written_by(C.server_accept, options)

    def reject(self, status=0, error="none", body=None, header=()):
        options = options_of(RejectOptions, status=status, header=fields(header), header_count=len(header))
        options.error = ERRORS.index(error)
        if body is not None:
            options.body = Octets.of(body)
        return self._written_by(C.server_reject, options)

    def respond(self):
        return self._written_by(C.server_respond)

    def next_request(self):
        return EVENTS[C.server_next_request(self._server, 0)]

    def error(self):
        """What is wrong with the request."""
        field = str(C.server_error_field(self._server))
        return Broken(C.server_error(self._server), C.server_error_at(self._server), field)

    def resource_name(self):
        return str(C.server_handshake(self._server).resource_name)

    def field(self, name):
        """The value of the request's first field of that name, or None."""
        header, value = C.server_request(self._server).view.header, Octets()
        found = C.fields_find(ctypes.byref(header), Octets.of(name), ctypes.byref(value))
        return str(value) if found else None

    def subprotocol(self):
        """The one that was agreed; none is empty."""
        return str(C.server_agreed(self._server).subprotocol)

    def wipe(self):
        """The head may have carried a password or a cookie. Nothing else may be asked for afterwards."""
        ctypes.memset(self._storage, 0, len(self._storage))

    def _written_by(self, verb, *options):
        out = ctypes.create_string_buffer(1024)
        while True:
            result = verb(self._server, MutableOctets.of(out), *map(ctypes.byref, options))
            error = ERRORS[result.error]
            if error == "none":
                return out.raw[: result.size]
            if error != "need_room":
                raise Mistake(error)
            out = ctypes.create_string_buffer(result.size)
