// usage: node terminator.mjs KEY CERTIFICATE PORT
//
// Terminates TLS in front of a clear-text HTTP/2 server on PORT: selects h2 by ALPN, and forwards the octets. A client
// that does not offer h2 gets a TLS alert. Prints "carries N" when the first octets arrive on the Nth connection.
import { readFileSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";

const [key, cert, port] = process.argv.slice(2);
let carried = 0;

const server = tls.createServer(
  { key: readFileSync(key), cert: readFileSync(cert), ALPNProtocols: ["h2"] },
  (outside) => {
    const inside = net.connect(Number(port), "127.0.0.1");
    outside.once("data", () => console.log(`carries ${++carried}`));
    outside.pipe(inside);
    inside.pipe(outside);
    outside.on("error", () => inside.destroy());
    inside.on("error", () => outside.destroy());
  },
);
server.listen(0, "127.0.0.1", () => console.log(`listening on 127.0.0.1:${server.address().port}`));
