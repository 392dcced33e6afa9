// The checks that any implementation of the WHATWG WebSocket interface can make: a browser's, undici's and ws's.
// A report has one line for each check: "NAME ok" or "NAME FAIL reason".

const patience = 120_000; // milliseconds until a check that hangs fails; large because a machine may be slow

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

// Returns whether the socket opened. The WHATWG interface tells nothing else about a refusal. After a refusal undici 6
// sends an error event, but no close event.
export function opens(socket) {
  return new Promise((resolve) => {
    socket.addEventListener("open", () => resolve(true));
    socket.addEventListener("error", () => resolve(false));
    socket.addEventListener("close", () => resolve(false));
  });
}

async function open(socket) {
  socket.binaryType = "arraybuffer";
  assert(await opens(socket), "the handshake failed");
  return socket;
}

async function echo(socket, message) {
  await open(socket);
  const answer = new Promise((resolve, reject) => {
    socket.addEventListener("message", (event) => resolve(event.data));
    socket.addEventListener("close", (event) => reject(new Error(`closed with ${event.code} before the echo`)));
  });
  socket.send(message);
  const data = await answer;
  socket.close();
  return data;
}

function same(data, octets) {
  assert(data instanceof ArrayBuffer, `the echo is a ${typeof data}, not binary`);
  const view = new Uint8Array(data);
  assert(view.length === octets.length, `${view.length} octets came back, not ${octets.length}`);
  assert(view.every((octet, index) => octet === octets[index]), "other octets came back");
}

// Returns the checks. `connect(path, subprotocols)` makes a socket.
export function checks(connect) {
  return {
    async open() {
      (await open(connect("/"))).close();
    },
    async text() {
      const data = await echo(connect("/"), "grüße ✓");
      assert(data === "grüße ✓", `${JSON.stringify(data)} came back`);
    },
    async binary() {
      const octets = Uint8Array.from({ length: 256 }, (_, index) => index);
      same(await echo(connect("/"), octets), octets);
    },
    // Loopback carries at most 65,535 octets in a segment, so these messages need two or more segments.
    async large() {
      const octets = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
      same(await echo(connect("/"), octets), octets);
    },
    async close() {
      const socket = await open(connect("/"));
      const end = new Promise((resolve) => socket.addEventListener("close", resolve));
      socket.close(1000);
      const { code, wasClean } = await end;
      assert(code === 1000 && wasClean, `it closed with ${code}, ${wasClean ? "" : "not "}cleanly`);
    },
    async proto() {
      const socket = await open(connect("/", ["superchat", "chat"]));
      assert(socket.protocol === "chat", `the server chose ${JSON.stringify(socket.protocol)}`);
      socket.close();
    },
    async deflate() {
      const socket = await open(connect("/"));
      assert(socket.extensions === "", `the server agreed to ${socket.extensions}`);
      socket.close();
    },
  };
}

// Returns the checks that a page in a browser can make. The page does not learn the status of a refusal.
export function pageChecks(scheme, host) {
  const connect = (path, subprotocols = [], credentials = "") =>
    new WebSocket(`${scheme}://${credentials}${host}${path}`, subprotocols);

  async function refused(path) {
    assert(!(await opens(connect(path))), "it opened");
  }

  return {
    ...checks(connect),
    forbidden: () => refused("/forbidden"),
    challenge: () => refused("/private"),
    async private() {
      assert(await opens(connect("/private", [], "alice:wonderland@")), "it was refused");
    },
  };
}

export async function run(checks, wanted, report) {
  let hopeless = false;
  for (const name of wanted) {
    if (hopeless) {
      await report(`${name} FAIL not tried, as open failed`);
      continue;
    }
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error("no result in time")), patience);
    });
    try {
      await Promise.race([checks[name](), late]);
      await report(`${name} ok`);
    } catch (error) {
      await report(`${name} FAIL ${error.message}`);
      hopeless = name === "open";
    }
    clearTimeout(timer);
  }
}
