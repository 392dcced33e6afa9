// usage: node http2.mjs [without]
//
// A server of WebSocket over HTTP/2, made with Node's module http2. With the argument "without" the server sends no
// setting for extended CONNECT. The server has the resources of resources.mjs, and /version, which refuses every
// WebSocket version except 8.
import http2 from "node:http2";
import { refusal } from "./resources.mjs";

// Returns the octets of an unmasked frame, as a server sends it.
function frame(opcode, payload) {
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = head.length === 2 ? payload.length : head.length === 4 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

// Returns the first frame of a client's octets, unmasked, and the octets behind it. Returns undefined if the frame is
// incomplete.
function take(octets) {
  if (octets.length < 2) return undefined;
  let size = octets[1] & 127;
  let at = 2;
  if (size === 126) {
    if (octets.length < 4) return undefined;
    size = octets.readUInt16BE(2);
    at = 4;
  } else if (size === 127) {
    if (octets.length < 10) return undefined;
    size = Number(octets.readBigUInt64BE(2));
    at = 10;
  }
  if (octets.length < at + 4 + size) return undefined;
  const mask = octets.subarray(at, at + 4);
  const payload = Buffer.from(octets.subarray(at + 4, at + 4 + size)).map((octet, index) => octet ^ mask[index % 4]);
  return { opcode: octets[0] & 15, payload, rest: octets.subarray(at + 4 + size) };
}

function echo(stream) {
  let octets = Buffer.alloc(0);
  stream.on("data", (data) => {
    octets = Buffer.concat([octets, data]);
    for (let found = take(octets); found; found = take(octets)) {
      stream.write(frame(found.opcode, found.payload));
      octets = found.rest;
      if (found.opcode === 8) stream.end();
    }
  });
}

const server = http2.createServer({ settings: { enableConnectProtocol: process.argv[2] !== "without" } });
server.on("stream", (stream, asked) => {
  stream.on("error", () => {});
  const path = asked[":path"];
  const refused =
    asked[":protocol"] !== "websocket" ? { status: 400, fields: {}, body: "No WebSocket.\n" }
    : path === "/version" ? { status: 400, fields: { "sec-websocket-version": "8" }, body: "Only version 8.\n" }
    : refusal({ url: path, headers: asked });
  if (refused) {
    stream.respond({ ":status": refused.status, ...refused.fields });
    stream.end(refused.body);
    return;
  }
  const offered = (asked["sec-websocket-protocol"] ?? "").split(/, */);
  const deflate = asked["sec-websocket-extensions"]?.startsWith("permessage-deflate");
  stream.respond({
    ":status": 200,
    ...(offered.includes("chat") && { "sec-websocket-protocol": "chat" }),
    ...(deflate && { "sec-websocket-extensions": "permessage-deflate; client_max_window_bits=10" }),
  });
  echo(stream);
});
server.listen(0, "127.0.0.1", () => {
  console.log(`version Node ${process.version}, nghttp2 ${process.versions.nghttp2}`);
  console.log(`listening on 127.0.0.1:${server.address().port}`);
});
