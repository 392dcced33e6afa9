-- SPDX-License-Identifier: BSL-1.0
-- Performs a WebSocket client's opening handshake: calls the library wshake through LuaJIT's FFI.
--
-- Octets are Lua strings. Events and errors are the names that the library gives them, such as "need_more" and
-- "wrong_accept". The objects of this file keep alive all memory to which the library points. If the library returns a
-- view, the objects return a copy of its octets.
local ffi = require("ffi")
local c = require("wshake_c")
require("jit").off(true, true)

ffi.cdef [[
typedef enum wshake_client_event { WSHAKE_CLIENT_IDLE = 0 } wshake_client_event;
typedef enum wshake_continuation_kind {
  WSHAKE_CONTINUATION_NOTHING = 0,
  WSHAKE_CONTINUATION_REDIRECT = 1,
  WSHAKE_CONTINUATION_AUTHENTICATE = 2,
  WSHAKE_CONTINUATION_RETRY_LATER = 3,
  WSHAKE_CONTINUATION_RECONNECT = 4,
  WSHAKE_CONTINUATION_RESEND = 5,
  WSHAKE_CONTINUATION_USE_HTTP_1_1 = 6
} wshake_continuation_kind;

typedef struct wshake_client_feed_result {
  size_t consumed;
  wshake_client_event event;
  wshake_octets data;
} wshake_client_feed_result;

const char* wshake_describe_client_event(wshake_client_event event);

typedef struct wshake_challenges {
  uint64_t opaque[12];
} wshake_challenges;

typedef struct wshake_deflate_offer {
  bool server_no_context_takeover;
  bool client_no_context_takeover;
  uint8_t server_max_window_bits;
  uint8_t client_max_window_bits;
} wshake_deflate_offer;

typedef struct wshake_response_view {
  unsigned version;
  unsigned status;
  wshake_octets reason;
  wshake_fields header;
} wshake_response_view;
typedef struct wshake_response_head {
  wshake_response_view view;
  wshake_octets raw;
} wshake_response_head;

typedef struct wshake_uri {
  wshake_octets scheme;
  wshake_octets userinfo;
  wshake_octets host;
  wshake_octets resource_name;
  uint16_t port;
  bool secure;
} wshake_uri;
typedef struct wshake_uri_reading {
  wshake_diagnostic error;
  wshake_uri found;
} wshake_uri_reading;
wshake_uri_reading wshake_parse_uri(wshake_octets text);

typedef union wshake_client_config {
  char octets[192];
  uint64_t alignment;
  void* pointer_alignment;
} wshake_client_config;
typedef struct wshake_client_request {
  size_t size;
  wshake_uri where;
  wshake_octets origin;
  const wshake_octets* subprotocols;
  size_t subprotocol_count;
  const wshake_deflate_offer* deflate;
  size_t deflate_count;
  wshake_octets extensions;
  const wshake_field* header;
  size_t header_count;
  bool absolute_form;
} wshake_client_request;
typedef struct wshake_continuation {
  wshake_continuation_kind what;
  bool same_connection;
  wshake_octets location;
  bool same_origin;
  bool downgrade;
  bool by_proxy;
  bool has_retry_seconds;
  uint32_t retry_seconds;
  wshake_octets retry_after;
  wshake_challenges challenges;
} wshake_continuation;
typedef union wshake_client {
  char octets[192];
  uint64_t alignment;
  void* pointer_alignment;
} wshake_client;

size_t wshake_client_size(void);
void wshake_client_init(wshake_client* client, wshake_mutable_octets storage, const wshake_client_config* config);
wshake_write_result wshake_client_start(wshake_client* client, wshake_mutable_octets out,
                                        const wshake_client_request* request, const uint8_t nonce[16]);
wshake_client_feed_result wshake_client_feed(wshake_client* client, wshake_octets data);
wshake_client_event wshake_client_feed_eof(wshake_client* client);
void wshake_client_reset(wshake_client* client);
wshake_client_event wshake_client_state_of(const wshake_client* client);
wshake_response_head wshake_client_response(const wshake_client* client);
wshake_continuation wshake_client_next(const wshake_client* client);
wshake_write_result wshake_client_redirect_uri(const wshake_client* client, wshake_mutable_octets out);
wshake_diagnostic wshake_client_error(const wshake_client* client);
wshake_agreement wshake_client_agreed(const wshake_client* client);
]]

local C, view, string_of, written_by = c.C, c.view, c.string_of, c.written_by
local storage_size = 24576  -- WSHAKE_CLIENT_STORAGE_SIZE: enough for any head that the default limits allow

c.check_size("wshake_client", C.wshake_client_size())

local wshake = {}

local function word_of(event) return ffi.string(C.wshake_describe_client_event(event)) end

-- Returns `count` random octets of the system, for keys and masks (RFC 6455 §4.1, §5.3).
if ffi.os == "Windows" then
  ffi.cdef "int32_t __stdcall BCryptGenRandom(void* algorithm, uint8_t* buffer, uint32_t size, uint32_t flags);"
  local bcrypt, use_system_preferred_rng = ffi.load("bcrypt"), 2
  function wshake.random(count)
    local buffer = ffi.new("uint8_t[?]", count)
    assert(bcrypt.BCryptGenRandom(nil, buffer, count, use_system_preferred_rng) == 0, "random bytes are not available")
    return ffi.string(buffer, count)
  end
else
  local urandom = assert(io.open("/dev/urandom", "rb"))
  urandom:setvbuf("no")
  function wshake.random(count) return assert(urandom:read(count), "random bytes are not available") end
end

-- Returns the parts of a ws or wss URI, or nil and a diagnostic.
function wshake.parse_uri(text)
  local reading = C.wshake_parse_uri(view(text))
  if reading.error.code ~= C.WSHAKE_ERRC_NONE then return nil, c.describe(reading.error) end
  local found = reading.found
  return {
    text = text,
    reading = reading,
    host = string_of(found.host, reading),
    port = found.port,
    secure = found.secure,
    resource_name = string_of(found.resource_name, reading),
  }
end

local client = {}
client.__index = client

-- Makes an object for one connection's opening handshake: wshake_client in wshake.h.
function wshake.client()
  local role, storage = ffi.new("wshake_client"), ffi.new("char[?]", storage_size)
  C.wshake_client_init(role, c.room(storage), nil)
  return setmetatable({role = role, storage = storage}, client)
end

local request_members = {subprotocols = c.texts("subprotocol_count"), header = c.fields}

-- Returns the request's octets, or nil and a diagnostic. `wanted` may have `subprotocols`, a list of names, and
-- `header`, a list of {name, value}.
function client:start(uri, wanted)
  local anchors = {}
  local request = c.options("wshake_client_request", request_members, wanted or {}, anchors)
  request.where = uri.reading.found
  self.asked = {uri, anchors}  -- keeps the URI and the lists alive until the request is written
  local nonce = wshake.random(16)
  return written_by(function(out) return C.wshake_client_start(self.role, out, request, nonce) end)
end

-- Returns the event, the octets that the client did not consume, and, with the event "body", a part of the refusal's
-- body. The caller keeps the octets that the client did not consume.
function client:feed(octets)
  local result = C.wshake_client_feed(self.role, view(octets))
  local event, data = word_of(result.event), string_of(result.data, result)
  return event, octets:sub(tonumber(result.consumed) + 1), data
end

-- Tells the client that no more octets will come. Returns the state.
function client:feed_eof() return word_of(C.wshake_client_feed_eof(self.role)) end

-- Returns the state, which is "need_more" after the events "interim", "refused" and "body".
function client:state() return word_of(C.wshake_client_state_of(self.role)) end

-- Prepares the client for a new connection, in any state.
function client:reset() C.wshake_client_reset(self.role) end

-- Returns the response's head: its status, its reason phrase, and a list of {name, value}.
function client:response()
  local head = C.wshake_client_response(self.role)
  local reason, fields = string_of(head.view.reason, head), c.lines_of(head.view.header, head)
  return {status = head.view.status, reason = reason, fields = fields}
end

-- Returns the diagnostic of the error in the response. `offset` counts the octets of all responses since start().
function client:error()
  local found = C.wshake_client_error(self.role)
  return c.describe(found)
end

-- Returns the target of a redirect, or nil if the refusal is no redirect.
function client:redirect_uri()
  return (written_by(function(out) return C.wshake_client_redirect_uri(self.role, out) end))
end

local continuations =
  {[0] = "nothing", "redirect", "authenticate", "retry_later", "reconnect", "resend", "use_http_1_1"}

-- Returns the name of the next step after a refusal, and true if start() may send a request on the same connection.
function client:next()
  local found = C.wshake_client_next(self.role)
  return continuations[tonumber(found.what)], found.same_connection
end

-- Returns the agreed subprotocol, empty if no subprotocol is agreed.
function client:subprotocol()
  local agreed = C.wshake_client_agreed(self.role)
  return string_of(agreed.subprotocol, agreed)
end

return wshake
