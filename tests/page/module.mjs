// SPDX-License-Identifier: BSL-1.0
// node module.mjs MODULE: loads the page's WebAssembly module, which must import nothing. Reads a JSON list of {name,
// bytes, options, every} from standard input. Prints a JSON list with, for each element: the explanation as JSON and as
// text, the octets of the request and of the response, and the state of client and server after each octet or, if
// `every` is false, only after all octets.
import { readFileSync } from "node:fs";

const compiled = await WebAssembly.compile(readFileSync(process.argv[2]));
if (WebAssembly.Module.imports(compiled).length) throw new Error("the module imports something");
const { exports } = await WebAssembly.instantiate(compiled, {});
exports._initialize();

function put(room, bytes) {
  const at = exports.room(room, bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
}
const said = (at) => Buffer.from(new Uint8Array(exports.memory.buffer, at, exports.said()));

function steps(of_response, every) {
  const octets = said(exports.octets_of(of_response));
  const counts = octets.length ? [...Array(octets.length + 1).keys()].slice(every ? 0 : -1) : [];
  return { octets: octets.toString("base64"), after: counts.map((count) => JSON.parse(said(exports.feed(of_response, count)))) };
}

const out = JSON.parse(readFileSync(0)).map(({ name, bytes, options, every }) => {
  put(0, Buffer.from(bytes, "base64"));
  put(1, Buffer.from(name));
  put(2, Buffer.from(options.join("\n")));
  const json = said(exports.explain_json()).toString();
  if ("problem" in JSON.parse(json)) return { json };
  return { json, text: said(exports.explain_text()).toString(), request: steps(false, every), response: steps(true, every) };
});
process.stdout.write(JSON.stringify(out));
