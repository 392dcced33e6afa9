// The servers on Node share this module. It has the resources that resources.py describes.

const credentials = `Basic ${btoa("alice:wonderland")}`;
const redirect = (location) => ({ status: 302, fields: { Location: location }, body: "" });

export const greeting = "welcome";

const resources = {
  "/private": (query, fields) =>
    fields.authorization !== credentials && {
      status: 401,
      fields: { "WWW-Authenticate": 'Basic realm="interop"' },
      body: "Who are you?\n",
    },
  "/fields": (query, fields) =>
    (fields.origin !== "http://interop.test" || fields["x-interop"] !== "yes") && {
      status: 400,
      fields: {},
      body: "A field is missing.\n",
    },
  "/forbidden": () => ({ status: 403, fields: {}, body: "Not for you.\n" }),
  "/redirect": () => redirect("/"),
  "/loop": () => redirect("/loop"),
  "/across": (query) => redirect(`http://127.0.0.1:${query}`),
};

// Returns the refusal of a request, or a false value if the server must accept the handshake.
export function refusal(request) {
  const [path, query] = request.url.split("?");
  return resources[path]?.(query, request.headers);
}
