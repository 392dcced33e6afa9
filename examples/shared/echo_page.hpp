// SPDX-License-Identifier: BSL-1.0
// The page of the echo server: it opens a WebSocket to /page and shows the handshake and the echoes.
#pragma once

#include <string_view>

inline constexpr std::string_view echo_page = R"html(<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>wshake echo server</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; --line: #8886; --muted: #888; --good: #2a8a4a; --bad: #c0392b; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; }
  h1 { font-size: 1.6rem; margin: 0; }
  h2 { font-size: 1rem; margin: 0 0 .4rem; }
  #status { margin: 0 0 1rem; color: var(--muted); }
  #status.open { color: var(--good); }
  #status.closed { color: var(--bad); }
  .heads { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem; }
  pre, #log { font: 13px/1.5 ui-monospace, monospace; margin: 0; padding: .7rem; border: 1px solid var(--line);
              border-radius: 6px; overflow-wrap: anywhere; white-space: pre-wrap; }
  section { display: flex; flex-direction: column; min-width: 0; min-height: 16rem; }
  pre { flex: 1; }
  form { display: flex; gap: .5rem; margin: 1rem 0 .5rem; }
  input, button { font: inherit; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 6px; }
  input { flex: 1; min-width: 0; }
  #log { min-height: 6rem; max-height: 14rem; overflow-y: auto; list-style: none; }
  #log .sent { color: var(--muted); }
</style>

<h1>wshake echo server</h1>
<p id="status">connecting</p>
<div class="heads">
  <section><h2>Request of the browser</h2><pre id="request"></pre></section>
  <section><h2>Response of the server</h2><pre id="response"></pre></section>
</div>
<form>
  <input id="text" placeholder="a message" aria-label="a message" autocomplete="off">
  <button disabled>Send</button>
</form>
<ol id="log" aria-live="polite"></ol>

<script>
  const element = (id) => document.getElementById(id);
  const button = document.querySelector("button");

  function show(state, text) {
    element("status").className = state;
    element("status").textContent = text;
  }

  function log(kind, text) {
    const line = document.createElement("li");
    line.className = kind;
    line.textContent = (kind === "sent" ? "\u2192 " : "\u2190 ") + text;
    element("log").append(line);
    line.scrollIntoView({ block: "nearest" });
  }

  function send(text) {
    socket.send(text);
    log("sent", text);
  }

  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/page`, ["superchat", "chat"]);
  socket.binaryType = "arraybuffer";

  socket.onopen = () => {
    show("open", `open, subprotocol ${socket.protocol || "none"}`);
    button.disabled = false;
    send("Hello from this page");
  };
  // The first two messages are the heads of this very handshake; the rest are echoes.
  const heads = [element("request"), element("response")];
  socket.onmessage = ({ data }) => {
    const head = heads.shift();
    if (head) head.textContent = new TextDecoder().decode(data);
    else log("echo", data);
  };
  socket.onclose = ({ code }) => {
    show("closed", `closed, code ${code}; reload the page to connect again`);
    button.disabled = true;
  };

  document.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    if (socket.readyState !== WebSocket.OPEN) return;
    send(element("text").value);
    element("text").value = "";
  };
</script>
</html>
)html";
