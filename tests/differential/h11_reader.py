"""Reads one case from each line of standard input, and prints h11's verdict on each case. A case is the word "request"
or "response", a space, and the message's bytes in hexadecimal. run.py runs this script."""
import sys

import h11


def total(data, sum=0):
    for octet in data:
        sum = (sum * 31 + octet) & 0xFFFFFFFF
    return sum


def requests(octets):
    heads, conn, begin = [], h11.Connection(h11.SERVER), 0
    conn.receive_data(octets)
    while True:
        try:
            event = conn.next_event()
        except h11.RemoteProtocolError as error:
            return "refused", str(error), heads
        if event is h11.NEED_DATA:
            clean = conn.their_state is h11.IDLE and not conn.trailing_data[0]
            return "ok" if clean else "more", "", heads
        if isinstance(event, h11.Request):
            heads.append(f"{begin}{event.target.decode('latin-1')}")
        elif isinstance(event, h11.EndOfMessage):
            begin = len(octets) - len(conn.trailing_data[0])
            conn.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
            conn.send(h11.EndOfMessage())
            if conn.our_state is not h11.DONE:
                return "close", "", heads
            conn.start_next_cycle()


def responses(octets):
    heads, conn, body = [], h11.Connection(h11.CLIENT), b""
    conn.send(h11.Request(method="GET", target="/", headers=[("Host", "a")]))
    conn.send(h11.EndOfMessage())
    conn.receive_data(octets)
    ended = False
    while True:
        try:
            event = conn.next_event()
        except h11.RemoteProtocolError as error:
            text = str(error)
            cut = ended and ("peer closed connection" in text or "unexpectedly closed" in text)
            return ("more", "", heads) if cut else ("refused", text, heads)
        if event is h11.NEED_DATA:
            ended = True
            conn.receive_data(b"")
        elif isinstance(event, (h11.Response, h11.InformationalResponse)):
            heads.append(str(event.status_code))
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            heads.append(f"{len(body)}:{total(body)}")
            heads.append("close" if ended else str(len(octets) - len(conn.trailing_data[0])))
            return "ok", "", heads
        elif isinstance(event, h11.ConnectionClosed):
            return "more", "", heads


for line in sys.stdin:
    role, _, text = line.rstrip("\n").partition(" ")
    state, reason, heads = (requests if role == "request" else responses)(bytes.fromhex(text))
    print(state, reason.replace("\t", " ").replace("\n", " "), " ".join(heads), sep="\t")
