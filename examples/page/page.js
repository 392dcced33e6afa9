// SPDX-License-Identifier: BSL-1.0
// The page has a text box and options on one side, and an explanation on the other side. A slider above each message
// feeds the message byte by byte to a server or a client. The WebAssembly module (page.cpp) explains the messages. This
// script shows the explanation.
const presets = JSON.parse(document.getElementById("presets").textContent);
const by_id = (id) => document.getElementById(id);
const bytes_of = (base64) => Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
const encode = (text) => new TextEncoder().encode(text);
const decode = (bytes) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

// Makes an element. Text is never read as HTML.
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// --- The module. ---

const compiled = WebAssembly.compile(bytes_of(by_id("module").textContent));

class Module {
  static async start() {
    const { exports } = await WebAssembly.instantiate(await compiled, {});
    exports._initialize();
    return new Module(exports);
  }
  constructor(exports) {
    this.exports = exports;
  }
  put(room, bytes) {
    const at = this.exports.room(room, bytes.length);
    new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
  }
  said(at) {
    return new Uint8Array(this.exports.memory.buffer, at, this.exports.said()).slice();
  }
  explain(bytes, name, options) {
    this.put(0, bytes);
    this.put(1, encode(name));
    this.put(2, encode(options.join("\n")));
    return decode(this.said(this.exports.explain_json()));
  }
  text() {
    return decode(this.said(this.exports.explain_text()));
  }
  octets(of_response) {
    return this.said(this.exports.octets_of(of_response));
  }
  feed(of_response, count) {
    return JSON.parse(decode(this.said(this.exports.feed(of_response, count))));
  }
}

let api;

// --- The input. ---

const form = by_id("form");
const box = by_id("box");
const loaded = { bytes: new Uint8Array(), name: "", preset: "" };
const chosen = (name) => form.elements[name].value;
const choose = (name, value) => (form.elements[name].value = value);

const shown = (octet) => {
  const names = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };
  if (names[octet]) return names[octet];
  return octet >= 32 && octet < 127 ? String.fromCharCode(octet) : "\\x" + octet.toString(16).padStart(2, "0");
};

// Returns the bytes of the text box with the chosen line ends, or the bytes of the loaded file.
function input() {
  if (chosen("ends") === "bytes") return loaded.bytes;
  return encode(chosen("ends") === "crlf" ? box.value.replaceAll("\n", "\r\n") : box.value);
}

const equal = (one, other) => one.length === other.length && one.every((each, index) => each === other[index]);

// Shows the file's bytes in the box: as text, or escaped if a text box cannot hold these bytes.
function show_in_box(escaped) {
  box.readOnly = escaped;
  box.value = decode(loaded.bytes);
  if (!escaped) return;
  let text = "";
  for (const octet of loaded.bytes.subarray(0, 20000)) text += shown(octet) + (octet === 10 ? "\n" : "");
  box.value = text + (loaded.bytes.length > 20000 ? "…" : "");
}

// Loads a file. If the text in the box, with CRLF or with LF as line ends, has the same bytes as the file, the page
// explains the text in the box. Otherwise the page explains the bytes of the file, and the box shows these bytes
// escaped.
function load(bytes, name, preset) {
  Object.assign(loaded, { bytes, name, preset });
  form.elements.ends[2].disabled = false;
  show_in_box(false);
  for (const ends of ["crlf", "lf"]) {
    choose("ends", ends);
    if (equal(input(), bytes)) return;
  }
  choose("ends", "bytes");
  show_in_box(true);
}

function options() {
  const out = chosen("reading") ? [chosen("reading")] : [];
  for (const each of form.querySelectorAll("[data-list], [data-value], [data-switch]")) {
    const { list, value, switch: name } = each.dataset;
    if (name && each.checked) out.push(name);
    if (value && each.value.trim()) out.push(`${value} ${each.value.trim()}`);
    if (list) out.push(...each.value.split(/[\s,]+/).filter(Boolean).map((word) => `${list} ${word}`));
  }
  return out;
}

function set_options(lines) {
  choose("reading", ["--exact", "--text"].find((each) => lines.includes(each)) ?? "");
  for (const each of form.querySelectorAll("[data-list], [data-value], [data-switch]")) {
    const { list, value, switch: name } = each.dataset;
    const values = lines.filter((line) => line.startsWith(`${list ?? value} `)).map((line) => line.split(" ").slice(1).join(" "));
    if (name) each.checked = lines.includes(name);
    else each.value = values.join(" ");
  }
  by_id("more").open = lines.some((line) => !["--exact", "--text"].includes(line));
}

function load_preset(name) {
  const preset = presets.find((each) => each.name === name);
  if (!preset) return false;
  set_options(preset.options);
  load(bytes_of(preset.bytes), preset.file, name);
  by_id("preset").value = name;
  return true;
}

// --- Showing an explanation. ---

const KINDS = {
  valid_request: ["good", "✓"],
  open: ["good", "✓"],
  plain_request: ["warn", "–"],
  refused: ["warn", "–"],
  incomplete: ["warn", "…"],
  broken_request: ["bad", "✗"],
  broken_response: ["bad", "✗"],
  unreadable: ["bad", "✗"],
};
const STATES = { upgrade: "good", open: "good", failed: "bad", closed: "bad", refused: "warn", done: "warn", request: "warn" };

// Returns true if the error of the verdict is in a response, false if the error is in the request, and undefined if no
// message has the error.
const side_of_error = (made) => {
  const at_fault = made.messages.find((each) => each.error && each.error.code === made.error?.code);
  return at_fault && at_fault.kind !== "request";
};

function text_of_rule(error, is_list) {
  const where = `${is_list ? "field" : "offset"} ${error.offset}${error.field ? `, ${error.field}` : ""}`;
  return [make("code", {}, error.code), make("span", {}, error.message + (error.rule ? ` (${error.rule})` : "")), where];
}

function show_verdict(made) {
  const [kind, sign] = KINDS[made.verdict];
  const verdict = by_id("verdict");
  verdict.className = `verdict ${kind}`;
  verdict.dataset.verdict = made.verdict;
  verdict.dataset.error = made.error?.code ?? "";
  verdict.replaceChildren(
    make("p", { class: "form" }, `${made.size.toLocaleString("en")} bytes${made.taken_for ? `, read as ${made.taken_for}` : ""}`),
    make("h2", {}, make("span", { "aria-hidden": "true" }, sign), make("span", {}, made.sentence)),
  );
  if (made.error) {
    const side = side_of_error(made);
    const is_list = made.messages.some((each) => each.is_list);
    const [code, message, where] = text_of_rule(made.error, is_list);
    const go = () => views[side ? "response" : "request"]?.go_to_fault();
    const place = is_list || side === undefined ? make("span", {}, where) : make("button", { type: "button", onclick: go, title: "Go to this byte" }, where);
    verdict.append(make("p", { class: "rule" }, code, message, place));
  }
  if (made.reasons.length) verdict.append(make("ul", {}, ...made.reasons.map((each) => make("li", {}, each))));
  for (const note of made.notes) verdict.append(make("p", { class: "notes" }, note));
}

function show_results(made) {
  const out = [];
  const { agreement, body, answer } = made;
  if (agreement) {
    const offers = agreement.offered_extensions.map((each) =>
      make("li", {}, make("code", {}, each.offer), each.accepted ? ": accepted" : `: declined; ${each.reason}`),
    );
    const offered = agreement.offered_subprotocols;
    const none = agreement.offers_are_known ? "none offered" : "unknown";
    out.push(
      make(
        "section",
        { class: "result" },
        make("h2", {}, made.verdict === "open" ? "Agreed" : "Negotiated"),
        make(
          "dl",
          {},
          ...[make("dt", {}, "subprotocol"), make("dd", {}, agreement.subprotocol || "none")],
          ...[make("dt", {}, "offered"), make("dd", {}, offered.join(", ") || none)],
          ...[make("dt", {}, "extensions"), make("dd", {}, agreement.extensions)],
          ...(offers.length ? [make("dt", {}, "offers"), make("dd", {}, make("ul", {}, ...offers))] : []),
        ),
      ),
    );
  }
  if (body) {
    const fault = body.error ? make("p", { class: "rule" }, ...text_of_rule(body.error, false)) : null;
    out.push(make("section", { class: "result" }, make("h2", {}, `Body, ${body.size} bytes`), make("pre", {}, body.text), fault, make("p", {}, body.after)));
  }
  if (answer) {
    const text = answer.lines.join("\n") + (answer.body ? `\n${answer.body}` : "");
    const title = "The answer of a server with these options";
    out.push(make("section", { class: "result", id: "answer" }, make("h2", {}, title), make("pre", {}, text), make("p", {}, answer.after)));
  }
  by_id("results").replaceChildren(...out);
}

// --- The steps through a message. ---

const MOST = 4000; // the largest number of octets that the page shows of one line

// Appends the octets from `begin` to `end` to an element. Adjacent octets of the same class share a span. `count`
// octets have arrived, and the cursor is on the last of these octets. `fault` is the offset of the error.
function append_octets(into, octets, begin, end, count, fault) {
  let run = null;
  let last = "";
  for (let at = begin; at < Math.min(end, begin + MOST); ++at) {
    const text = shown(octets[at]);
    const classes = [];
    if (text.length > 1) classes.push("escape");
    if (at >= count) classes.push("waiting");
    if (at === count - 1 && count < octets.length) classes.push("cursor");
    const name = at === fault ? "mark" : "span";
    const kind = name + classes.join(" ");
    if (kind !== last || !run || name === "mark") {
      run = make(name, classes.length ? { class: classes.join(" ") } : {});
      into.append(run);
      last = kind;
    }
    run.append(text);
  }
  if (end - begin > MOST) into.append(`… ${end - begin - MOST} more`);
}

const count_of = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

class MessageView {
  // `messages` are the request, or the interim responses and the response.
  constructor(made, messages, of_response) {
    this.of_response = of_response;
    this.is_list = messages.some((each) => each.is_list);
    this.fault = messages.find((each) => each.error)?.error;
    this.octets = this.is_list ? new Uint8Array() : api.octets(of_response);
    this.size = this.octets.length;
    this.pieces = this.is_list ? [] : this.cut(made, messages);
    this.messages = messages;
    this.element = make("section", { class: "message", id: of_response ? "response" : "request" });
    this.build();
  }

  // Cuts the octets of the messages into the lines of the heads and the octets behind the last head.
  cut(made, messages) {
    const pieces = [];
    for (const message of messages) {
      message.lines.forEach((line, index) => pieces.push({ begin: line.offset, note: line.note, title: index ? "" : this.title_of(message) }));
    }
    pieces.forEach((piece, index) => (piece.end = pieces[index + 1]?.begin ?? this.size));
    const last = pieces.at(-1);
    const behind = messages.at(-1)?.behind;
    const rest = made.body && this.of_response ? this.end_of_head(last) : this.size - (behind?.size ?? 0);
    if (last && rest < this.size) {
      last.end = rest;
      const title = made.body ? "Body" : `${count_of(this.size - rest, "byte")} after the head`;
      pieces.push({ begin: rest, end: this.size, note: behind?.note ?? "", title });
    }
    return pieces;
  }
  // Returns the offset behind the head. `last` is the empty line at the end of the head.
  end_of_head(last) {
    const line_end = this.octets.indexOf(10, last.begin);
    return line_end < 0 ? this.size : line_end + 1;
  }
  title_of(message) {
    return message.kind === "interim_response" ? "Interim response" : "";
  }

  build() {
    const name = this.of_response ? "Response" : "Request";
    const reader = this.of_response ? "a client" : "a server";
    this.badge = make("span", { class: "badge" });
    const header = make("header", {}, make("h2", {}, `${name} `, make("small", {}, this.is_list ? "a header list of HTTP/2 or HTTP/3" : `${count_of(this.size, "byte")}, read by ${reader}`)), this.badge);
    this.lines = make("ol", { class: "lines" });
    if (this.is_list) {
      this.badge.hidden = true;
      this.element.append(header, this.lines);
      this.show_list();
      return;
    }
    const button = (text, label, go) => make("button", { type: "button", "aria-label": label, title: label, onclick: go }, text);
    this.slider = make("input", {
      type: "range",
      min: 0,
      max: this.size,
      "aria-label": `Bytes of the ${name.toLowerCase()} that have arrived`,
      oninput: () => this.go(Number(this.slider.value)),
    });
    this.stepper = make(
      "div",
      { class: "stepper", role: "group", "aria-label": "Steps" },
      button("«", "before the first byte", () => this.go(0)),
      button("‹", "one byte back", () => this.go(this.count - 1)),
      this.slider,
      button("›", "one byte on", () => this.go(this.count + 1)),
      button("»", "to the next change of the state", () => this.go(this.next_change())),
    );
    this.changes = make("ol", { class: "changes", "aria-label": "Changes of the state" });
    this.now = make("p", { class: "now", "aria-live": "polite" });
    this.element.append(header, this.stepper, this.changes, this.now, this.lines);
    this.items = this.pieces.map((piece) => this.item(piece));
    const whole = api.feed(this.of_response, this.size);
    this.whole = whole;
    for (const change of whole.changes) {
      const go = () => this.go(change.after);
      this.changes.append(make("li", {}, make("button", { type: "button", onclick: go, "data-after": change.after }, `${change.after} ${change.event}`)));
    }
    this.show_fault();
    if (whole.problem) {
      this.stepper.hidden = this.changes.hidden = true;
      this.now.textContent = whole.problem;
      this.badge.hidden = true;
      this.count = this.size;
      this.pieces.forEach((_, index) => this.draw(index));
      return;
    }
    this.go(this.size, true);
  }

  item(piece) {
    const element = make("li");
    if (piece.title) element.append(make("div", { class: "part" }, piece.title));
    piece.octets = make("span", { class: "octets" });
    element.append(make("span", { class: "offset" }, String(piece.begin)), piece.octets);
    if (piece.note) element.append(make("span", { class: "note" }, piece.note));
    this.lines.append(element);
    piece.element = element;
    return element;
  }

  // Names the broken rule under the line with the octet at the error's offset. If a field or the end of the head is
  // missing, there is no such octet, and the rule follows the last line.
  show_fault() {
    if (!this.fault) return;
    const index = this.pieces.findIndex((each) => this.fault.offset >= each.begin && this.fault.offset < each.end);
    const text = make("span", { class: "fault" }, `${this.fault.code}: ${this.fault.message}`);
    if (index >= 0) {
      this.items[index].append(text);
      return;
    }
    const end = make("li", {}, make("span", { class: "offset" }, String(this.fault.offset)), make("span", { class: "octets" }, make("mark", {}, "(end)")), text);
    this.lines.append(end);
  }

  show_list() {
    for (const message of this.messages) {
      for (const line of message.lines) {
        const is_fault = message.error?.offset === line.offset;
        const item = make("li", {}, make("span", { class: "offset" }, String(line.offset)), make("span", { class: "octets" }, is_fault ? make("mark", {}, line.text) : line.text));
        if (line.note) item.append(make("span", { class: "note" }, line.note));
        if (is_fault) item.append(make("span", { class: "fault" }, `${message.error.code}: ${message.error.message}`));
        this.lines.append(item);
      }
    }
  }

  draw(index) {
    const piece = this.pieces[index];
    piece.octets.replaceChildren();
    append_octets(piece.octets, this.octets, piece.begin, piece.end, this.count, this.fault?.offset);
    piece.element.classList.toggle("waits", this.count < piece.end);
  }

  next_change() {
    return this.whole.changes.find((each) => each.after > this.count)?.after ?? this.size;
  }

  go_to_fault() {
    const failed = this.whole?.changes.find((each) => each.event === "failed");
    this.go(failed ? failed.after : this.size);
    this.element.querySelector(".octets mark")?.scrollIntoView({ block: "nearest" });
    this.slider?.focus({ preventScroll: true });
  }

  // Shows the state after `count` octets.
  go(count, quietly = false) {
    if (this.is_list || this.whole.problem) return;
    const before = this.count ?? -1;
    this.count = Math.max(0, Math.min(this.size, count));
    this.pieces.forEach((piece, index) => {
      const [low, high] = [Math.min(before, this.count) - 1, Math.max(before, this.count) + 1];
      if (before < 0 || (piece.begin <= high && piece.end >= low)) this.draw(index);
    });
    this.slider.value = this.count;
    const [first, back, , on, next] = this.stepper.children;
    first.disabled = back.disabled = this.count === 0;
    on.disabled = next.disabled = this.count === this.size;
    const done = api.feed(this.of_response, this.count);
    this.badge.textContent = done.state;
    this.badge.className = `badge ${STATES[done.state] ? `is-${STATES[done.state]}` : ""}`;
    this.element.dataset.state = done.state;
    this.element.dataset.count = this.count;
    let current = null;
    for (const each of this.changes.querySelectorAll("button")) {
      each.removeAttribute("aria-current");
      if (Number(each.dataset.after) <= this.count) current = each;
    }
    current?.setAttribute("aria-current", "true");
    this.show_now(done);
    if (!quietly) remember(this);
  }

  show_now(done) {
    const octet = this.octets[this.count - 1];
    const parts = [this.count === 0 ? "No byte has arrived." : `${this.count} of ${count_of(this.size, "byte")} arrived, the last one is `];
    if (this.count) parts.push(make("code", {}, shown(octet)), `, 0x${octet.toString(16).padStart(2, "0")} at offset ${this.count - 1}. `);
    if (done.error) parts.push("The state is ", make("strong", {}, done.state), `: ${done.error.code}, offset ${done.error.offset}. `);
    else parts.push(this.count ? "" : " ", "The state is ", make("strong", {}, done.state), ". ");
    const left = this.count - done.consumed;
    if (left > 0 && done.state === "open") parts.push(`${count_of(left, "byte")} ${left === 1 ? "is" : "are"} left to the frame parser. `);
    if (done.writes) parts.push(`${done.writes.verb}() would write `, make("code", {}, done.writes.lines[0].replace("\\r\\n", "")), ". ");
    const ended = done.if_ended;
    if (ended.state !== done.state) parts.push(`If the stream ended here: ${ended.state}${ended.error ? `, ${ended.error.code}` : ""}.`);
    this.now.replaceChildren(...parts);
  }
}

// --- The whole page. ---

let views = {};

// Keeps the example and the step in the page's address, so that a link to this address shows the same step.
function remember(view) {
  const wanted = new URLSearchParams();
  if (loaded.preset) {
    wanted.set("example", loaded.preset);
    if (view && view.count < view.size) {
      wanted.set("of", view.of_response ? "response" : "request");
      wanted.set("step", view.count);
    }
  }
  history.replaceState(null, "", `${location.pathname}${location.search}${wanted.size ? `#${wanted}` : ""}`);
}

function describe_source(bytes) {
  const names = { crlf: "The box, with CRLF line ends", lf: "The box, with LF line ends", bytes: `The bytes of ${loaded.name}` };
  const escaped = box.readOnly ? " The box shows them escaped; choose CRLF or LF to edit them as text." : "";
  return `${names[chosen("ends")]}: ${count_of(bytes.length, "byte")}.${escaped}`;
}

function command_of(lines) {
  const words = lines.map((line) => line.replace(/ (.*)$/, (_, value) => (/^[\w.:/*-]+$/.test(value) ? ` ${value}` : ` '${value}'`)));
  return ["wshake explain", ...words, loaded.name && loaded.preset ? loaded.name : "FILE"].join(" ");
}

async function explain() {
  const bytes = input();
  const lines = options();
  by_id("source").textContent = describe_source(bytes);
  by_id("trouble").hidden = true;
  try {
    const json = api.explain(bytes, loaded.name || "FILE", lines);
    const made = JSON.parse(json);
    by_id("problem").hidden = !made.problem;
    by_id("problem").textContent = made.problem ?? "";
    if (made.problem) return;
    show_verdict(made);
    views = {};
    for (const [name, of_response] of [["request", false], ["response", true]]) {
      const messages = made.messages.filter((each) => (each.kind !== "request") === of_response);
      if (messages.length) views[name] = new MessageView(made, messages, of_response);
    }
    by_id("messages").replaceChildren(...Object.values(views).map((each) => each.element));
    show_results(made);
    by_id("plain").hidden = false;
    by_id("command").textContent = command_of(lines);
    by_id("text").textContent = api.text();
    by_id("json").textContent = json;
    remember();
  } catch (error) {
    by_id("trouble").textContent = `The module failed: ${error.message}`;
    by_id("trouble").hidden = false;
    api = await Module.start();
  }
}

// Reads the example and the step from the address: #example=NAME&of=request&step=N
function recall() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (!load_preset(wanted.get("example"))) return false;
  const step = wanted.get("step");
  const of = wanted.get("of") ?? "request";
  explain().then(() => step !== null && views[of]?.go(Number(step)));
  return true;
}

async function open_file(file) {
  if (!file) return;
  set_options([]);
  load(new Uint8Array(await file.arrayBuffer()), file.name, "");
  by_id("preset").value = "";
  await explain();
}

function fill_presets() {
  const groups = new Map();
  for (const preset of presets) {
    if (!groups.has(preset.group)) {
      groups.set(preset.group, make("optgroup", { label: preset.group }));
      by_id("preset").append(groups.get(preset.group));
    }
    groups.get(preset.group).append(make("option", { value: preset.name }, preset.label));
  }
}

box.addEventListener("input", () => {
  if (chosen("ends") === "bytes") choose("ends", "crlf");
  Object.assign(loaded, { name: "", preset: "" });
  form.elements.ends[2].disabled = true;
  by_id("preset").value = "";
  explain();
});
by_id("preset").addEventListener("change", () => {
  if (load_preset(by_id("preset").value)) explain();
});
by_id("file").addEventListener("change", () => open_file(by_id("file").files[0]));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  if (event.target.name === "ends" && box.readOnly !== (chosen("ends") === "bytes")) show_in_box(!box.readOnly);
  if (event.target.type === "radio" || event.target.closest("#more")) explain();
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  box.addEventListener(kind, (event) => {
    if (kind !== "dragleave") event.preventDefault();
    box.classList.toggle("dropping", kind === "dragover");
    if (kind === "drop") open_file(event.dataTransfer.files[0]);
  });
}
window.addEventListener("hashchange", recall);

fill_presets();
api = await Module.start();
if (!recall() && load_preset(presets[0].name)) await explain();
document.documentElement.dataset.ready = "true";
