-- SPDX-License-Identifier: BSL-1.0
-- Performs a WebSocket server's opening handshake: calls the library wshake through LuaJIT's FFI.
--
-- Octets are Lua strings. States and errors are the names that the library gives them, such as "need_more" and
-- "bad_key". A verb that fails returns nil and a diagnostic. An argument of the wrong type raises a Lua error.
--
-- The objects of this file keep alive all memory to which the library points. If the library returns a view, the
-- objects return a copy of its octets.
local ffi = require("ffi")
local c = require("wshake_c")
require("jit").off(true, true)

ffi.cdef [[
typedef enum wshake_server_state { WSHAKE_SERVER_NEED_MORE = 0 } wshake_server_state;
typedef struct wshake_server_feed_result {
  size_t consumed;
  wshake_server_state state;
} wshake_server_feed_result;
const char* wshake_describe_server_state(wshake_server_state state);

typedef struct wshake_tokens {
  uint64_t opaque[8];
} wshake_tokens;
typedef struct wshake_extensions {
  uint64_t opaque[12];
} wshake_extensions;
bool wshake_fields_find(const wshake_fields* header, wshake_octets name, wshake_octets* value);

typedef struct wshake_limits {
  size_t size;
  uint32_t head;
  uint32_t refused_body;
  uint32_t skipped_body;
  uint32_t target;
  uint32_t field_line;
  uint32_t field_lines;
  uint32_t method;
  uint32_t empty_lines;
  uint32_t subprotocols;
  uint32_t interim_responses;
} wshake_limits;
typedef struct wshake_deflate_config {
  size_t size;
  bool enabled;
  bool server_no_context_takeover;
  bool client_no_context_takeover;
  uint8_t server_max_window_bits;
  uint8_t client_max_window_bits;
  bool window_of_8;
} wshake_deflate_config;

typedef struct wshake_request_view {
  wshake_octets method;
  wshake_octets target;
  unsigned version;
  wshake_fields header;
  wshake_octets protocol;
  wshake_octets scheme;
  wshake_octets authority;
  bool ends_stream;
} wshake_request_view;
typedef struct wshake_request_head {
  wshake_request_view view;
  wshake_octets raw;
} wshake_request_head;
typedef struct wshake_handshake_request {
  wshake_octets authority;
  wshake_octets resource_name;
  wshake_octets key;
  wshake_octets version;
  wshake_octets origin;
  bool has_origin;
  bool expects_continue;
  wshake_tokens subprotocols;
  wshake_extensions extensions;
} wshake_handshake_request;

typedef union wshake_server_config {
  char octets[256];
  uint64_t alignment;
  void* pointer_alignment;
} wshake_server_config;
typedef struct wshake_server_options {
  size_t size;
  const wshake_octets* subprotocols;
  size_t subprotocol_count;
  const wshake_octets* origins;
  size_t origin_count;
  const wshake_field* header;
  size_t header_count;
  const wshake_deflate_config* deflate;
  const wshake_limits* limits;
  wshake_octets product;
  bool require_subprotocol;
  bool same_host_origin;
  bool require_origin;
  bool close_refused;
} wshake_server_options;
typedef struct wshake_accept_options {
  size_t size;
  wshake_octets subprotocol;
  wshake_octets extensions;
  const wshake_field* header;
  size_t header_count;
} wshake_accept_options;
typedef struct wshake_response_options {
  size_t size;
  wshake_errc error;
  uint16_t status;
  bool close;
  bool has_content_length;
  size_t content_length;
  wshake_octets reason;
  wshake_octets body;
  const wshake_field* header;
  size_t header_count;
} wshake_response_options;
typedef enum wshake_request_body { WSHAKE_REQUEST_BODY_UNREAD = 0, WSHAKE_REQUEST_BODY_READ = 1 } wshake_request_body;
typedef union wshake_server {
  char octets[128];
  uint64_t alignment;
  void* pointer_alignment;
} wshake_server;

size_t wshake_server_config_size(void);
size_t wshake_server_size(void);
wshake_diagnostic wshake_server_config_init(wshake_server_config* config, const wshake_server_options* options);
void wshake_server_init(wshake_server* server, wshake_mutable_octets storage, const wshake_server_config* config);
wshake_server_feed_result wshake_server_feed(wshake_server* server, wshake_octets data);
wshake_server_state wshake_server_feed_eof(wshake_server* server);
wshake_server_state wshake_server_configure(wshake_server* server, const wshake_server_config* config);
wshake_write_result wshake_server_accept(wshake_server* server, wshake_mutable_octets out,
                                         const wshake_accept_options* options);
wshake_write_result wshake_server_respond(wshake_server* server, wshake_mutable_octets out,
                                          const wshake_response_options* options);
wshake_server_state wshake_server_next_request(wshake_server* server, wshake_request_body body);
void wshake_server_reset(wshake_server* server);
wshake_server_state wshake_server_state_of(const wshake_server* server);
wshake_request_head wshake_server_request(const wshake_server* server);
wshake_handshake_request wshake_server_handshake(const wshake_server* server);
wshake_diagnostic wshake_server_error(const wshake_server* server);
bool wshake_server_keep_alive(const wshake_server* server);
wshake_agreement wshake_server_agreed(const wshake_server* server);
]]

local C, string_of = c.C, c.string_of
local storage_for_any_head = 16384  -- WSHAKE_SERVER_STORAGE_SIZE: enough for any head that the default limits allow

c.check_size("wshake_server", C.wshake_server_size())
c.check_size("wshake_server_config", C.wshake_server_config_size())

local wshake = {}

local function word_of(state) return ffi.string(C.wshake_describe_server_state(state)) end

-- Maps the name of each error to its number. The library names 0 and every number without an error "none".
local errors, number = {}, 0
repeat
  errors[ffi.string(C.wshake_describe_error(number).name)] = number
  number = number + 1
until ffi.string(C.wshake_describe_error(number).name) == "none"

-- --- Configurations. -------------------------------------------------------------------------------------------------

local count = c.number(0xffffffff)

-- Sets a limit. In Lua, a limit of 0 allows nothing. The library has WSHAKE_LIMIT_ZERO, 0xffffffff, for such a limit,
-- because 0 selects the default limit.
local function limit(options, name, value) count(options, name, value == 0 and 0xffffffff or value) end

local limits = {}
for name in ([[head refused_body skipped_body target field_line field_lines method empty_lines subprotocols
               interim_responses]]):gmatch("%S+") do
  limits[name] = limit
end

local server_members = {
  subprotocols = c.texts("subprotocol_count"),
  origins = c.texts("origin_count"),
  header = c.fields,
  deflate = c.nested("wshake_deflate_config", {
    enabled = c.flag,
    server_no_context_takeover = c.flag,
    client_no_context_takeover = c.flag,
    server_max_window_bits = c.number(255),
    client_max_window_bits = c.number(255),
    window_of_8 = c.flag,
  }),
  limits = c.nested("wshake_limits", limits),
  product = c.text,
  require_subprotocol = c.flag,
  same_host_origin = c.flag,
  require_origin = c.flag,
  close_refused = c.flag,
}
local accept_members = {subprotocol = c.text, extensions = c.text, header = c.fields}
local response_members = {
  error = function(options, name, value)
    options.error = errors[value] or error(name .. " has no code " .. tostring(value), 0)
  end,
  status = c.number(65535),
  close = c.flag,
  content_length = function(options, ...)
    options.has_content_length = true
    c.number(2 ^ 53)(options, ...)
  end,
  reason = c.text,
  body = c.text,
  header = c.fields,
}

local server_config = {}

-- Makes a configuration, which connections share: {origins = {"https://example.com"}, deflate = {enabled = true}}. The
-- table `given` has members of wshake_server_options in wshake.h, with a list in place of a pointer and a count.
-- Without `given` the result is the default configuration. Returns nil and a diagnostic if a member is invalid.
function wshake.server_config(given)
  local self = {memory = ffi.new("wshake_server_config"), anchors = {}}
  local options = c.options("wshake_server_options", server_members, given or {}, self.anchors)
  local found = C.wshake_server_config_init(self.memory, options)
  if found.code ~= C.WSHAKE_ERRC_NONE then return nil, c.describe(found) end
  return setmetatable(self, server_config)
end

-- Raises an error for nil, which server_config() returns if a member is invalid: a server with an invalid configuration
-- must not run with the default configuration.
local function memory_of(config)
  if getmetatable(config) ~= server_config then error("the configuration must be made by server_config()", 3) end
  return config.memory
end

-- --- Servers. --------------------------------------------------------------------------------------------------------

local server = {}
server.__index = server

-- Makes an object for one connection's opening handshake: wshake_server in wshake.h. The storage holds the
-- request's head.
function wshake.server(config, storage_size)
  local self = {role = ffi.new("wshake_server"), configs = {}, config = config}
  self.storage = ffi.new("char[?]", storage_size or storage_for_any_head)
  C.wshake_server_init(self.role, c.room(self.storage), memory_of(config))
  return setmetatable(self, server)
end

local function role_of(self)
  if self.is_wiped then error("the server is wiped: call reset()", 3) end
  return self.role
end

-- Returns the state, and the octets that the server did not consume. The caller keeps these octets.
function server:feed(octets)
  local result = C.wshake_server_feed(role_of(self), c.view(octets))
  return word_of(result.state), octets:sub(tonumber(result.consumed) + 1)
end

-- Tells the server that no more octets will come. Returns the state.
function server:feed_eof() return word_of(C.wshake_server_feed_eof(role_of(self))) end

function server:state() return word_of(C.wshake_server_state_of(role_of(self))) end

-- Judges the request by `config`, the configuration of its endpoint. `config` applies to this request and its body
-- only. Returns the state. You may call configure() in any state.
function server:configure(config)
  local role, memory = role_of(self), memory_of(config)
  self.configs[config] = true  -- the server may point to an earlier configuration until reset()
  return word_of(C.wshake_server_configure(role, memory))
end

local function written_by(self, verb, kind, members, given)
  role_of(self)
  local anchors = {}
  local options = c.options(kind, members, given or {}, anchors)
  self.answered = anchors  -- keeps the memory of the options alive until the answer is written
  return c.written_by(function(out) return verb(self.role, out, options) end)
end

-- Returns the octets of the 101, or nil and a diagnostic. `given` may have members of wshake_accept_options.
function server:accept(given)
  return written_by(self, C.wshake_server_accept, "wshake_accept_options", accept_members, given)
end

-- Returns the octets of an answer other than 101, or nil and a diagnostic. The state decides the status of the answer,
-- unless `given` has a status or an error: {error = "timed_out"}. `given` may have members of wshake_response_options.
function server:respond(given)
  return written_by(self, C.wshake_server_respond, "wshake_response_options", response_members, given)
end

local request_bodies = {unread = C.WSHAKE_REQUEST_BODY_UNREAD, read = C.WSHAKE_REQUEST_BODY_READ}

-- Prepares the server for the next request on the connection. Returns the state: "need_more", or "closed" if the
-- connection ends. `body` is "read" if you have read the request's body yourself.
function server:next_request(body)
  local given = request_bodies[body or "unread"] or error("the body is read or unread", 2)
  return word_of(C.wshake_server_next_request(role_of(self), given))
end

-- Prepares the server for a new connection, in any state.
function server:reset()
  C.wshake_server_reset(self.role)
  self.configs, self.answered, self.is_wiped = {}, nil, false
end

-- Returns the diagnostic of the request. The code of the diagnostic is "none" if the request has no error.
function server:error()
  local found = C.wshake_server_error(role_of(self))
  return c.describe(found)
end

-- Returns whether the connection stays open after the answer.
function server:keep_alive() return C.wshake_server_keep_alive(role_of(self)) end

-- Returns the request's head: its method, its target, its version, which is 11 for HTTP/1.1, and its fields, a list of
-- {name, value}.
function server:request()
  local head = C.wshake_server_request(role_of(self))
  local view = head.view
  return {
    method = string_of(view.method, head),
    target = string_of(view.target, head),
    version = view.version,
    fields = c.lines_of(view.header, head),
  }
end

-- Returns the path and the query of the request's target.
function server:resource_name()
  local handshake = C.wshake_server_handshake(role_of(self))
  return string_of(handshake.resource_name, handshake)
end

-- Returns the value of the request's first field with the name `name`, or nil.
function server:field(name)
  local head, value = C.wshake_server_request(role_of(self)), ffi.new("wshake_octets")
  local found = C.wshake_fields_find(head.view.header, c.view(name), value)
  return found and string_of(value, head) or nil
end

-- Returns the agreement: `subprotocol`, empty if no subprotocol is agreed, and `deflate`, the parameters of
-- permessage-deflate, or nil if permessage-deflate is not agreed.
function server:agreed()
  local agreed = C.wshake_server_agreed(role_of(self))
  local deflate = agreed.deflate
  return {
    subprotocol = string_of(agreed.subprotocol, agreed),
    deflate = deflate.agreed and {
      server_no_context_takeover = deflate.server_no_context_takeover,
      client_no_context_takeover = deflate.client_no_context_takeover,
      server_max_window_bits = deflate.server_max_window_bits,
      client_max_window_bits = deflate.client_max_window_bits,
    } or nil,
  }
end

-- Returns the agreed subprotocol, empty if no subprotocol is agreed.
function server:subprotocol() return self:agreed().subprotocol end

-- Wipes the request's head, which may hold a password or a cookie. Call wipe() at the end of a connection. Afterwards
-- every other call is an error until reset().
function server:wipe()
  ffi.fill(self.storage, ffi.sizeof(self.storage))
  self.answered, self.is_wiped = nil, true
end

return wshake
