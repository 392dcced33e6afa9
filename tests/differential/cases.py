"""Makes messages whose ends two readers may find at different offsets, as in request smuggling. The messages vary
chunk extensions, trailers and lengths."""
import random

TOKENS = ["a", "b1", "x-y", "!#$", "name", "Q"]
MARKER = b"GET /next HTTP/1.1\r\nHost: m\r\n\r\n"


class Maker:
    def __init__(self, seed):
        self.dice = random.Random(seed)

    def one(self, usual, odd, odds=0.06):
        """Returns an element of the list `usual`, or with the probability `odds` an element of the list `odd`."""
        return self.dice.choice(odd) if self.dice.random() < odds else self.dice.choice(usual)

    def data(self):
        size = self.one([0, 1, 2, 3, 5, 7, 9, 10, 15, 16, 17, 26, 31], [100, 255, 256, 300])
        kind = self.dice.randrange(5)
        if kind == 0:
            return (b"GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n" * 9)[:size]
        if kind == 1:
            return (b"0\r\n\r\n" * 60)[:size]
        return bytes(self.dice.choice(b"abcdef0123456789 \r\n;:=\"\\\x00\x80\xff") for _ in range(size))

    def extension(self):
        dice, one = self.dice, self.one
        if dice.random() < 0.6:
            return one([""], [" ", "\t", ";", "; ", " ;", ";;", "\x00", " a", "\x0b", ";\n", ";a\r"])
        text = ""
        for _ in range(dice.randrange(1, 4)):
            text += one([";"], [" ;", "; ", "\t;\t", ";;", ",", "; ;"])
            text += one(TOKENS, ["", "a b", "a/b", "\x80", "\"a\"", "a\x00", "a\n", "=", "a:", "\x7f", "a\rb"])
            if dice.random() < 0.6:
                text += one(["="], [" =", "= ", "\t=\t", "==", "=;"])
                text += one(TOKENS + ['"q"', '""', '"a;b"', '"\\""', '"\x80"', '"a\tb"'],
                            ["", '"', '"a', 'a"b', '"a"b', '"\\', '"\x01"', '"a\n"', "\xe9", "a b", '"a" ', "a ", "\\",
                             '"\x7f"', '"a\\\x00"', '"\r"'])
        return text

    def size(self, count):
        digits = f"{count:x}"
        return self.one([digits, digits.upper(), "0" + digits, "00" + digits],
                        ["+" + digits, "-" + digits, "0x" + digits, " " + digits, "", digits + "g", digits + ".",
                         digits + "_", "1" + "0" * 8 + digits, "1" + "0" * 16 + digits, "\t" + digits, digits + " 1",
                         "0" * 20 + digits, digits + "\x00", "\xb2", f"{count + 1:x}", f"{max(count - 1, 0):x}"], 0.03)

    def line_end(self, odds=0.012):
        return self.one(["\r\n"], ["\n", "\r", "\n\r", "\r\r\n", " \r\n", "", "\r\n "], odds)

    def trailers(self):
        dice, text = self.dice, ""
        for _ in range(dice.choice([0, 0, 0, 1, 1, 2])):
            text += self.one(TOKENS + ["X-Sum", "Digest"],
                             ["", " X", "\tX", "X y", "X ", "X\t", "\x80", "X\x00", "Content-Length", "content-length",
                              "Transfer-Encoding", "Host", "HOST", "Trailer", "GET / HTTP/1.1\r\nHost", "X\r\n Y", "(x)",
                              "X\x7f", "X/y", "Connection", "Content-Lengths"], 0.12)
            text += self.one([": ", ":", ":\t"], ["", " : ", "::", " ", "=", ":\x0b"])
            text += self.one(["", "1", "v w", "chunked", "5", "\x80", "a\tb", "x "],
                             ["\x00", "\x01", "\x7f", "a\rb", "a\nb", "a\r\n b", "\x0c", "\x1f"])
            text += self.line_end()
        return text

    def chunked(self):
        body = b""
        for _ in range(self.dice.choice([0, 1, 1, 1, 2, 2, 3])):
            data = self.data() or b"x"
            body += (self.size(len(data)) + self.extension() + self.line_end()).encode("latin-1")
            body += data + self.line_end().encode("latin-1")
        last = self.one(["0"], ["00", "000", "", "0x0", "-0", "0 ", "x"], 0.05)
        tail = last + self.extension() + self.line_end() + self.trailers() + self.line_end(0.02)
        return body + tail.encode("latin-1")

    def codings(self):
        return self.one(["chunked"], ["Chunked", "CHUNKED", " chunked", "chunked ", "\tchunked", "chunked,", ",chunked", ", chunked",
                                      "chunked, chunked", "gzip, chunked", "chunked, gzip", "identity", "identity, chunked",
                                      "gzip", "x", "", ",", "\"chunked\"", "chunked;a=b", "chunked;", "chunke", "chunkedx",
                                      "x chunked", "chunked\x0b", "chunked\x00", "\x0bchunked", "gzip,,chunked", "chunked\t",
                                      "gzip;q=\"a,b\", chunked", "cow;a=\"chunked\"", "chunked x", "ch\xfcnked"], 0.25)

    def length(self, count):
        n = str(count)
        return self.one([n], ["0" + n, "+" + n, "-" + n, " " + n, n + " ", n + ",", "," + n, f"{n}, {n}", f"{n},{n}",
                              f"{n}, {count + 1}", "", "x", n + "x", "0x" + n, n + ".0", n + " " + n, "\"" + n + "\"",
                              n + "\t", n + "\x0b", n + "\x00", str(2**32 + count), str(2**64 + count), str(2**63),
                              str(count + 1), str(max(count - 1, 0)), "1e1", n + ";", "\xb2", "0" * 30 + n], 0.3)

    def framing(self):
        """Returns the field lines of a message, and a body whose length the field lines announce, rightly or
        wrongly."""
        kind = self.dice.choices(["length", "chunked", "none", "both", "lengths", "codings"], [20, 60, 3, 6, 6, 5])[0]
        lines, body = [], b""
        name = lambda text: self.one([text], [text.lower(), text.upper(), text + " ", " " + text, text + "\t", text + "\x00",
                                              text.replace("-", "_"), "X-" + text], 0.02)
        if kind in ("length", "both", "lengths"):
            body = self.data()
            lines.append(name("Content-Length") + self.one([": ", ":"], [":\t", " : ", ":\x0b"], 0.02) + self.length(len(body)))
            if kind == "lengths":
                lines.append(name("Content-Length") + ": " + self.length(len(body)))
        if kind in ("chunked", "both", "codings"):
            body = self.chunked()
            lines.append(name("Transfer-Encoding") + self.one([": ", ":"], [":\t", " : ", ":\r\n ", ":\x0b"], 0.02) + self.codings())
            if kind == "codings":
                lines.append(name("Transfer-Encoding") + ": " + self.codings())
        if self.dice.random() < 0.15:
            lines.append(self.one(["X: y", "Trailer: X-Sum", "Accept: */*", "X:"],
                                  [": y", "X", " X: y", "X: \x00", "X y: z", "X: a\x01", "X: \x80", "X\x80: y", "X: a\r b", "X: a\x7f"], 0.2))
        self.dice.shuffle(lines)
        return "\r\n".join(lines + [""]).encode("latin-1"), body

    def request(self):
        lines, body = self.framing()
        version = self.one(["1.1"], ["1.0", "1.2"], 0.01)
        method = self.one(["POST", "PUT"], ["GET", "DELETE", "OPTIONS", "post", "P@ST", "X"], 0.04)
        host = self.one(["Host: a\r\n"], ["Host: a:80\r\n", "Host: a:65535\r\n", "Host: a:65536\r\n", "Host: a b\r\n", "Host: a, b\r\n",
                                          "Host:\r\n", "", "Host: a\r\nHost: a\r\n", "Host: [::1]\r\n", "Host: a/b\r\n"], 0.03)
        end = self.one(["\r\n"], ["\n", "\r\r\n", " \r\n"], 0.005)
        head = f"{method} /first HTTP/{version}\r\n{host}".encode() + lines + end.encode()
        # Truncates the bodies of some messages.
        if self.dice.random() < 0.03:
            return head + body[:self.dice.randrange(len(body) + 1)]
        return head + body + MARKER * self.dice.choice([1, 1, 1, 2])

    def response(self):
        lines, body = self.framing()
        version = self.one(["1.1"], ["1.0", "1.2"], 0.02)
        status = self.one(["403 Forbidden", "200 OK", "500 x", "404 Not Found", "302 Found"],
                          ["204 x", "304 x", "205 x", "599", "403 ", "426 \x80", "999 x", "099 x", "40 x", "4030 x", "403  x"], 0.06)
        interim = self.one([b""], [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 x\r\nContent-Length: 5\r\n\r\n"], 0.03)
        end = self.one(["\r\n"], ["\n", "\r\r\n", " \r\n"], 0.005)
        head = interim + f"HTTP/{version} {status}\r\n".encode("latin-1") + lines + end.encode()
        if self.dice.random() < 0.1:
            return head + body[:self.dice.randrange(len(body) + 1)]
        return head + body + self.one([b""], [b"HTTP/1.1 200 OK\r\n\r\n", b"x", b"\r\n"], 0.2)


def distinct(role, count, seed):
    maker = Maker(f"{seed} {role}")
    seen = set()
    while len(seen) < count:
        case = maker.request() if role == "request" else maker.response()
        if case not in seen:
            seen.add(case)
            yield case
