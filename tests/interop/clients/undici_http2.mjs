// usage: node undici_http2.mjs HOST:PORT CHECK...
import { createRequire } from "node:module";
import { Agent, WebSocket, fetch } from "undici";
import { assert, checks, opens, run } from "./whatwg.mjs";

const [host, ...wanted] = process.argv.slice(2);
// Without `connections: 1` undici opens a connection for each WebSocket.
const dispatcher = new Agent({ allowH2: true, connections: 1, connect: { rejectUnauthorized: false } });
const connect = (path, protocols = [], headers = {}) =>
  new WebSocket(`wss://${host}${path}`, { protocols, headers, dispatcher });

// Returns the answer to a handshake. The class WebSocket of undici 7.30 waits for ever if the server refuses a
// handshake over HTTP/2. So this function does not use the class, but passes the request to the dispatcher.
function answer(path, version = "13") {
  const request = { origin: `https://${host}`, path, method: "GET", upgrade: "websocket" };
  return new Promise((resolve, reject) => {
    dispatcher.dispatch({ ...request, headers: { "sec-websocket-version": version } }, {
      onConnect() {},
      onError: reject,
      onUpgrade(status, fields, stream) {
        let body = "";
        stream.on("data", (data) => (body += data));
        stream.on("end", () => resolve({ status, fields: fields.map(String), body }));
        stream.end();
        return true;
      },
    });
  });
}

async function refused(code, path, version) {
  const { status, fields, body } = await answer(path, version);
  assert(status === code, `status ${status}`);
  return { body, field: (name) => fields[fields.indexOf(name) + 1] };
}

// Returns the header list of a handshake request to /page. The server sends this list as the first message.
function requestList() {
  return new Promise((resolve, reject) => {
    const socket = connect("/page");
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      resolve(new TextDecoder().decode(data));
      socket.close();
    }, { once: true });
    socket.addEventListener("error", () => reject(new Error("the handshake failed")));
  });
}

console.log(`version undici ${createRequire(import.meta.url)("undici/package.json").version}, Node ${process.version}`);
await run(
  {
    ...checks(connect),
    async forbidden() {
      const { body } = await refused(403, "/forbidden");
      assert(body === "Forbidden\n", `the body is ${JSON.stringify(body)}`);
    },
    async challenge() {
      const { field } = await refused(401, "/private");
      assert(field("www-authenticate").startsWith("Basic "), `the challenge is ${field("www-authenticate")}`);
    },
    async version8() {
      const { field } = await refused(400, "/", "8");
      assert(field("sec-websocket-version") === "13", `the server names ${field("sec-websocket-version")}`);
    },
    async private() {
      const headers = { Authorization: `Basic ${btoa("alice:wonderland")}` };
      assert(await opens(connect("/private", [], headers)), "it was refused");
    },
    async page() {
      const response = await fetch(`https://${host}/`, { dispatcher });
      assert(response.status === 200, `status ${response.status}`);
      assert((await response.text()).includes("<!doctype html>"), "it is no page");
    },
    async carried() {
      const list = await requestList();
      for (const line of [":method: CONNECT", ":protocol: websocket", ":scheme: https"]) {
        assert(list.split("\n").includes(line), `the request has no ${line}: ${list}`);
      }
    },
  },
  wanted,
  console.log,
);
process.exit(0);
