// usage: node ws.mjs PORT
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { WebSocketServer } from "ws";
import { greeting, refusal } from "./resources.mjs";

const handshakes = new WebSocketServer({
  noServer: true,
  perMessageDeflate: true,
  handleProtocols: (offered) => offered.has("chat") && "chat",
  verifyClient({ req }, decide) {
    const refused = refusal(req);
    if (refused) decide(false, refused.status, refused.body, refused.fields);
    else decide(true);
  },
});

const server = createServer().listen(Number(process.argv[2]), "127.0.0.1");
server.on("upgrade", (request, socket, head) => {
  // The socket sends all octets that are written before uncork() in one segment.
  socket.cork();
  if (request.url === "/interim") socket.write("HTTP/1.1 103 Early Hints\r\nLink: </page.css>; rel=preload\r\n\r\n");
  handshakes.handleUpgrade(request, socket, head, (connection) => {
    connection.on("error", () => {});
    connection.on("message", (data, isBinary) => connection.send(data, { binary: isBinary }));
    if (request.url === "/greeting") connection.send(greeting);
  });
  socket.uncork();
});

console.log(`version ws ${createRequire(import.meta.url)("ws/package.json").version}, Node ${process.version}`);
