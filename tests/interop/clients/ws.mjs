// usage: node ws.mjs HOST:PORT CHECK...
import { createRequire } from "node:module";
import WebSocket from "ws";
import { assert, checks, run } from "./whatwg.mjs";

const [host, ...wanted] = process.argv.slice(2);
const connect = (path, subprotocols = [], options = {}) => new WebSocket(`ws://${host}${path}`, subprotocols, options);

// Returns the status with which the server refuses a handshake, or undefined if the socket opened.
function status(path, options) {
  return new Promise((resolve, reject) => {
    const socket = connect(path, [], options);
    socket.on("unexpected-response", (request, response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    socket.on("open", () => {
      resolve(undefined);
      socket.terminate();
    });
    socket.on("error", reject);
  });
}

async function expect(code, path, options) {
  const got = await status(path, options);
  assert(got === code, `status ${got ?? 101}`);
}

console.log(`version ws ${createRequire(import.meta.url)("ws/package.json").version}, Node ${process.version}`);
await run(
  {
    ...checks(connect),
    forbidden: () => expect(403, "/forbidden"),
    challenge: () => expect(401, "/private"),
    private: () => expect(undefined, "/private", { auth: "alice:wonderland" }),
  },
  wanted,
  console.log,
);
process.exit(0);
