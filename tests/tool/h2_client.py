# SPDX-License-Identifier: BSL-1.0
"""A client over HTTP/2, made with python3-h2. Only Debian's own Python finds Debian's package: a test that imports this
module with another Python is started again with Debian's Python. `h2` is None if the package is not installed."""

import os
import socket
import sys

from checks import GUARD

DEBIANS_PYTHON = "/usr/bin/python3"
try:
    import h2.config
    import h2.connection
    import h2.events
    import h2.settings
except ImportError:
    if sys.executable != DEBIANS_PYTHON and os.path.exists(DEBIANS_PYTHON):
        os.execv(DEBIANS_PYTHON, [DEBIANS_PYTHON, "-B", *sys.argv])
    h2 = None

# With these options h2 sends and receives invalid fields, too.
UNCHECKED = {"validate_outbound_headers": False, "normalize_outbound_headers": False, "validate_inbound_headers": False}


class Client:
    """An HTTP/2 connection to a server. The methods use the stream that the client opened last."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=GUARD)
        self.h2 = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=True, header_encoding="utf-8", **UNCHECKED)
        )
        self.h2.initiate_connection()
        self.events = []
        self.stream = None
        self.send()
        self.until(h2.events.RemoteSettingsChanged)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self):
        self.socket.sendall(self.h2.data_to_send())

    def until(self, *kinds):
        """Returns the next event of one of `kinds` on the stream, or None at the end of the connection. Drops the
        events before the returned event."""
        while True:
            while self.events:
                event = self.events.pop(0)
                if isinstance(event, kinds) and getattr(event, "stream_id", self.stream) == self.stream:
                    return event
            data = self.socket.recv(65536)
            if not data:
                return None
            self.events += self.h2.receive_data(data)
            self.send()

    def put(self, data):
        self.h2.send_data(self.stream, data)
        self.send()

    def take(self, size=None):
        """Returns the next `size` octets of the stream or, without `size`, all octets up to the stream's end."""
        taken = b""
        while size is None or len(taken) < size:
            event = self.until(h2.events.DataReceived, h2.events.StreamEnded, h2.events.StreamReset)
            if not isinstance(event, h2.events.DataReceived):
                break
            taken += event.data
        return taken

    def ask(self, headers, end_stream=False, early=b""):
        """Sends a header list on a new stream, together with the octets `early`. Returns the fields of the answer. If
        the server resets the stream or closes the connection, returns the StreamReset event or None."""
        self.stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(self.stream, headers, end_stream=end_stream)
        if early:
            self.h2.send_data(self.stream, early)
        self.send()
        event = self.until(h2.events.ResponseReceived, h2.events.StreamReset)
        return dict(event.headers) if isinstance(event, h2.events.ResponseReceived) else event
