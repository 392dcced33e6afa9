// The checks that a browser makes in the page of the example http2_server. The script of this page opens a WebSocket to
// /page.

const text = (id) => document.getElementById(id).textContent;

// Waits until the page's own WebSocket has received its first echo.
function echoed() {
  return new Promise((resolve) => {
    const look = () => document.querySelector("#log .echo") && resolve();
    new MutationObserver(look).observe(document.getElementById("log"), { childList: true });
    look();
  });
}

// Makes the checks, and returns the lines of a report in the form that whatwg.mjs describes.
export async function report(host, wanted, { assert, pageChecks, run }) {
  const lines = [`version ${navigator.userAgent}`];
  await run(
    {
      ...pageChecks("wss", host),
      async page() {
        await echoed();
        const [{ nextHopProtocol }] = performance.getEntriesByType("navigation");
        assert(nextHopProtocol === "h2", `the page came over ${nextHopProtocol}`);
      },
      async carried() {
        await echoed();
        const fields = [
          ":method: CONNECT",
          ":protocol: websocket",
          ":scheme: https",
          "sec-websocket-version: 13",
          "sec-websocket-extensions: permessage-deflate; client_max_window_bits",
        ];
        for (const line of fields) {
          assert(text("request").split("\n").includes(line), `the request has no ${line}: ${text("request")}`);
        }
        assert(text("response").startsWith(":status: 200\n"), `the answer is ${text("response")}`);
      },
    },
    wanted,
    (line) => lines.push(line),
  );
  return lines;
}
