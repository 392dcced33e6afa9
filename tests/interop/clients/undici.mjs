// usage: node undici.mjs HOST:PORT CHECK...
import diagnostics from "node:diagnostics_channel";
import { createRequire } from "node:module";
import { assert, checks, opens, run } from "./whatwg.mjs";

// undici 7 needs Node 20.18. Older versions of Node load undici 6.
const [major, minor] = process.versions.node.split(".").map(Number);
const name = major > 20 || (major === 20 && minor >= 18) ? "undici" : "undici6";
const { WebSocket } = await import(name);

const [host, ...wanted] = process.argv.slice(2);
const connect = (path, protocols = [], headers = {}) =>
  new WebSocket(`ws://${host}${path}`, { protocols, headers });

// undici's class WebSocket hides the status of a refusal, but undici's diagnostics channel has the status.
let status;
diagnostics.channel("undici:request:headers").subscribe(({ response }) => {
  status = response.statusCode;
});

async function refused(code, path) {
  status = undefined;
  assert(!(await opens(connect(path))), "it opened");
  assert(status === code, `status ${status}`);
}

const version = createRequire(import.meta.url)(`${name}/package.json`).version;
console.log(`version undici ${version}, Node ${process.version}`);
await run(
  {
    ...checks(connect),
    forbidden: () => refused(403, "/forbidden"),
    challenge: () => refused(401, "/private"),
    async private() {
      const headers = { Authorization: `Basic ${btoa("alice:wonderland")}` };
      assert(await opens(connect("/private", [], headers)), "it was refused");
    },
  },
  wanted,
  console.log,
);
process.exit(0);
