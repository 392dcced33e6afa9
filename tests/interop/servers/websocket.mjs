// usage: node websocket.mjs PORT
//
// A server made with the npm package websocket. Its refusals have no body and no Content-Length: a refusal ends with
// the connection.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import websocket from "websocket";
import { greeting, refusal } from "./resources.mjs";

const httpServer = createServer().listen(Number(process.argv[2]), "127.0.0.1");
const handshakes = new websocket.server({ httpServer, autoAcceptConnections: false, maxReceivedFrameSize: 1 << 20 });
handshakes.on("request", (request) => {
  const refused = refusal(request.httpRequest);
  if (refused) {
    request.reject(refused.status, "Refused", refused.fields);
    return;
  }
  const subprotocol = request.requestedProtocols.includes("chat") ? "chat" : null;
  const connection = request.accept(subprotocol, request.origin);
  connection.on("message", (message) => connection.sendUTF(message.utf8Data));
  if (request.resource === "/greeting") connection.sendUTF(greeting);
});

const { version } = createRequire(import.meta.url)("websocket/package.json");
console.log(`version websocket ${version}, Node ${process.version}`);
