"""Lists the known disagreements between wshake and a peer, which is h11 or Node, and the reader that is right in each
disagreement."""
import re

EXT = "RFC 9112 §7.1.1"
BOTH, OURS = "both may: ", "wshake: "

# Matches a Transfer-Encoding other than "chunked", or several Transfer-Encoding lines.
ODD = rb"(?ims)^transfer-encoding *:[ ]*(?!chunked *\r\n)|^transfer-encoding.*^transfer-encoding"

# Each row is: role, peer, difference, pattern of the refusing reader's reason, pattern of the message's octets, and the
# reader that is right with the clause of the RFC. The first row that matches a disagreement counts. An empty pattern
# matches every text.
KNOWN = [
    # Chunked bodies.
    ("any", "h11", "h11 refuses", "illegal chunk header", rb"[ \t]+;|;[ \t]|[ \t]=|=[ \t]|\"|\r\n0{17,}",
     OURS + EXT + " allows BWS around \";\" and \"=\", quoted-strings and any number of zeros; h11's regular expression does not"),
    ("any", "h11", "wshake refuses", "^bad_chunk$", b"",
     OURS + "RFC 9112 §7.1, 2.2: an LF alone and white space end no line of a chunk; h11 accepts both, and waits for a whole line"),
    ("any", "h11", "wshake refuses", "bad_chunk_extension", b"", OURS + EXT + "; h11 accepts any text in a chunk extension"),
    ("any", "h11", "wshake refuses", "bad_trailer", b"",
     OURS + "RFC 9112 §7.1.2, 5: h11 accepts LF as a line's end, folded lines and control characters, and waits for all trailers"),
    ("any", "any", "wshake refuses", "forbidden_trailer", b"",
     BOTH + "RFC 9110 §6.5.1: no sender may send such a trailer field; h11 and Node drop the field or pass it on"),
    ("any", "node", "node refuses", "chunk extensions|CHUNK_SIZE|chunk size|chunk extension", rb"[ \t]+;|;[ \t]|[ \t]=|=[ \t]|\"",
     OURS + EXT + " allows BWS and quoted-pairs; llhttp does not"),
    ("any", "node", "wshake refuses", "bad_chunk_extension", b"", OURS + EXT + ": the name and the token value of a chunk extension have at least one octet; llhttp accepts \"5;;\" and \"5;a=\""),
    ("any", "any", "wshake refuses", "body_too_large", b"", BOTH + "RFC 9112 §7.1: a recipient has to expect large sizes; wshake limits the size of a body"),
    # Content-Length.
    ("request", "node", "node refuses", "CONTENT_LENGTH", b"(?i)content-length", BOTH + "RFC 9110 §8.6: a recipient may refuse a list or several lines of one value, and need not read numbers of 64 bits"),
    ("any", "h11", "h11 refuses", "conflicting Content-Length", b"(?i)content-length",
     BOTH + "RFC 9110 §8.6: 026 and 26 are one number, and a recipient may refuse both lines together; in 204 and 304 Content-Length means nothing (RFC 9112 §6.3(1))"),
    ("response", "h11", "h11 refuses", "bad Content-Length", b"HTTP/1.. [23]04|(?i:transfer-encoding)|HTTP/1.. 103",
     OURS + "RFC 9112 §6.3(1, 3): in a response without a body, or beside Transfer-Encoding, Content-Length frames nothing"),
    ("response", "node", "node refuses", "CONTENT_LENGTH Invalid character|Empty Content", b"HTTP/1.. [23]04|(?i:transfer-encoding)|HTTP/1.. 103|[\t,]",
     OURS + "RFC 9112 §6.3(1, 3), RFC 9110 §5.6.3: HTAB is OWS; a recipient may refuse a list of one value (§8.6)"),
    ("response", "node", "node refuses", "Duplicate Content-Length|overflow", b"(?i)content-length",
     BOTH + "RFC 9110 §8.6: a recipient may accept several lines of one value, or refuse them"),
    # Content-Length and Transfer-Encoding in one message.
    ("request", "h11", "wshake refuses", "content_length_and_transfer_encoding", b"", BOTH + "RFC 9112 §6.1: a server may refuse a request with Content-Length and Transfer-Encoding"),
    ("response", "node", "node refuses", "can't be present with", b"", BOTH + "RFC 9112 §6.3(3): Transfer-Encoding wins, and the two fields together ought to be an error; wshake ends the connection behind the response"),
    # Transfer-Encoding.
    ("any", "node", "node refuses", "INVALID_TRANSFER_ENCODING", b"(?i)transfer-encoding", OURS + "RFC 9110 §5.6.3: HTAB is OWS, \"chunked\\t\" is chunked"),
    ("request", "any", "wshake refuses", "empty_transfer_coding", b"",
     "the peer: RFC 9110 §5.6.1.2 ignores empty members; wshake refuses them on purpose, because readers disagree on them"),
    ("request", "any", "wshake refuses", "bad_transfer_encoding|repeated_chunked|chunked_parameter|final_coding_not_chunked", b"(?i)chunked", OURS + "RFC 9112 §6.3(4), 7.1: the last coding is chunked, once, without parameters; llhttp looks only at the end of the field value"),
    ("request", "any", "wshake refuses", "unknown_transfer_coding", b"", OURS + "RFC 9112 §6.1: a server answers 501 to a coding that it does not understand; llhttp hands the coded octets on"),
    ("any", "any", "wshake refuses", "transfer_encoding_in_http_1_0", b"", OURS + "RFC 9112 §6.1: Transfer-Encoding in HTTP/1.0 is faulty framing"),
    ("response", "h11", "h11 refuses", "Only Transfer-Encoding|multiple Transfer-Encoding", b"", OURS + "RFC 9112 §6.3(4): if chunked is not the last coding, or the client does not understand a coding, the body lasts until the connection closes"),
    ("response", "any", "other messages", "", rb"HTTP/1\.0", OURS + "RFC 9112 §6.1: in HTTP/1.0 the framing of Transfer-Encoding is faulty; wshake reads until the connection closes"),
    ("response", "any", "wshake ok, .* more|wshake more, .* ok", "", rb"HTTP/1\.0", OURS + "RFC 9112 §6.1: in HTTP/1.0 the framing of Transfer-Encoding is faulty"),
    ("response", "any", ".* refuses", "", rb"(?s)HTTP/1\.0.*(?i:transfer-encoding)", OURS + "RFC 9112 §6.1: in HTTP/1.0 the framing of Transfer-Encoding is faulty"),
    ("response", "node", "other messages|wshake .*, node .*|.* refuses", "", rb"(?i)chunked[ ,]*\t",
     OURS + "RFC 9110 §5.6.3: HTAB is OWS; llhttp reads \"chunked\\t\" until the connection closes"),
    ("response", "node", "other messages|wshake .*, node .*|node refuses|wshake refuses", "", ODD,
     OURS + "RFC 9112 §6.3(4), 7.1, RFC 9110 §5.6.1.2: chunked is applied once, last and without parameters, and empty members do not "
     "count; llhttp looks at the last letters of the field only"),
    # Heads.
    ("any", "any", ".* refuses, wshake waits", "", b"", BOTH + "the octets end inside the head or the chunk, which wshake judges when it is complete"),
    ("request", "any", "wshake refuses", "bad_host|bad_host_port|missing_host|repeated_host", b"",
     OURS + "RFC 9112 §3.2; a parser alone does not look at Host's value"),
    ("any", "h11", "wshake refuses", "bad_field_value", b"", OURS + "RFC 9110 §5.5: h11 accepts some control characters in values"),
    ("any", "any", "wshake refuses", "folded_line", b"", BOTH + "RFC 9112 §5.2: a server refuses a folded line or unfolds it"),
    ("any", "any", "wshake refuses", "bare_lf|bare_cr", b"", BOTH + "RFC 9112 §2.2: a recipient may take an LF for a line's end"),
    ("request", "h11", "wshake refuses", "bad_method|target|http_version", b"", BOTH + "h11 waits for the end of the first line"),
    ("request", "node", "node refuses", "INVALID_METHOD|Expected HTTP", b"", BOTH + "RFC 9110 §9.1: a method is any token; llhttp knows only a list of methods"),
    ("any", "node", "node refuses", "INVALID_VERSION", rb"HTTP/1\.2", OURS + "RFC 9110 §2.5: a recipient reads a higher minor version"),
    ("request", "node", "node refuses", "CLOSED_CONNECTION", rb"HTTP/1\.0", BOTH + "wshake reads nothing behind a request of HTTP/1.0, and llhttp reports an error there"),
    ("response", "any", "wshake refuses", "bad_status_code", rb"HTTP/1\.\d 0\d\d ", "the peer: RFC 9110 §15: a client SHOULD treat 099 as 5xx; wshake refuses codes below 100"),
    ("response", "h11", "wshake refuses", "bad_status_code", b"", BOTH + "h11 waits for the end of the head"),
    ("response", "node", "node refuses", "UNEXPECTED_SPACE|Unexpected (white)?space|HEADER_TOKEN", rb"\r\n[ \t]",
     BOTH + "RFC 9112 §5.2: a client replaces obs-fold by SP, or refuses"),
]


def general(reason):
    """Returns a reader's reason without the parts that differ from message to message."""
    reason = re.sub(r"bytearray\(.*\)|b'.*'|b\".*\"", "…", reason)
    reason = re.sub(r"\d{4,}", "N", reason)
    return reason.replace("|", "\\|")


def known(role, peer, how, reason, case):
    for of_role, of_peer, of_how, pattern, octets, right in KNOWN:
        if (of_role in (role, "any") and of_peer in (peer, "any") and re.fullmatch(of_how, how) and
                re.search(pattern, reason) and re.search(octets, case)):
            return right
    return None
