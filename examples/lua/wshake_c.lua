-- SPDX-License-Identifier: BSL-1.0
-- Declares the part of wshake.h that wshake.lua (the client) and wshake_server.lua (the server) share.
--
-- The declarations of the three files are for LuaJIT's FFI, and are copies from wshake.h. Enumerators that the files do
-- not use are left out.
--
-- A view points into another object. If a member is a struct, LuaJIT returns a reference into the object that has the
-- member. The object must stay in a variable as long as the view or the reference is used. JIT compilation is off,
-- because the compiler may drop a variable before its scope ends. Calls that pass structs by value are interpreted in
-- any case.
--
-- The environment variable WSHAKE_LIBRARY names the file of the shared library. Without this variable, LuaJIT finds the
-- library by its soname, which changes with the ABI of the library.
local ffi = require("ffi")
require("jit").off(true, true)

ffi.cdef [[
typedef struct wshake_octets {
  const char* data;
  size_t size;
} wshake_octets;
typedef struct wshake_mutable_octets {
  char* data;
  size_t size;
} wshake_mutable_octets;
typedef struct wshake_field {
  wshake_octets name;
  wshake_octets value;
} wshake_field;

typedef enum wshake_errc { WSHAKE_ERRC_NONE = 0, WSHAKE_ERRC_NEED_ROOM = 1 } wshake_errc;
typedef struct wshake_error_info {
  const char* name;
  const char* message;
  const char* rule;
  uint16_t status;
} wshake_error_info;
typedef struct wshake_diagnostic {
  wshake_errc code;
  size_t offset;
  wshake_octets field;
} wshake_diagnostic;
typedef struct wshake_write_result {
  wshake_octets written;
  size_t needed;
  wshake_diagnostic error;
} wshake_write_result;
wshake_error_info wshake_describe_error(wshake_errc code);

typedef struct wshake_fields {
  uint64_t opaque[12];
} wshake_fields;
typedef struct wshake_lines {
  uint64_t opaque[8];
} wshake_lines;
wshake_lines wshake_fields_lines(const wshake_fields* header);
bool wshake_next_line(wshake_lines* lines, wshake_field* found);

typedef struct wshake_deflate_parameters {
  bool agreed;
  bool server_no_context_takeover;
  bool client_no_context_takeover;
  uint8_t server_max_window_bits;
  uint8_t client_max_window_bits;
} wshake_deflate_parameters;
typedef struct wshake_agreement {
  wshake_octets subprotocol;
  wshake_deflate_parameters deflate;
} wshake_agreement;
]]

local names = {Windows = "libwshake-0.dll", OSX = "libwshake.0.dylib"}
local C = ffi.load(os.getenv("WSHAKE_LIBRARY") or names[ffi.os] or "libwshake.so.0")

local c = {C = C}

-- Checks that the struct `kind`, as declared in the Lua file, has at least `needed` bytes, the size in the library.
-- Otherwise the library would write beyond the memory of the struct.
function c.check_size(kind, needed)
  if needed > ffi.sizeof(kind) then
    error(("%s takes %d bytes, but its declaration has %d"):format(kind, tonumber(needed), ffi.sizeof(kind)))
  end
end

local function view(text) return ffi.new("wshake_octets", text, #text) end
-- `whole`: the object into which the view `octets` points. The parameter keeps this object alive.
local function string_of(octets, whole) return ffi.string(octets.data, octets.size) end

c.view, c.string_of = view, string_of
function c.room(buffer) return ffi.new("wshake_mutable_octets", buffer, ffi.sizeof(buffer)) end

-- Returns a diagnostic as a table. `code` is the name of the code, `message` its meaning, and `rule` the clause of
-- the broken rule. `field` may be the name of an argument.
local function describe(found)
  local info = C.wshake_describe_error(found.code)
  return {
    code = ffi.string(info.name),
    message = ffi.string(info.message),
    rule = ffi.string(info.rule),
    offset = tonumber(found.offset),
    field = string_of(found.field, found),
  }
end
c.describe = describe

-- Returns the octets that a verb writes, or nil and a diagnostic.
function c.written_by(verb)
  local size = 1024
  while true do
    local out = ffi.new("char[?]", size)
    local result = verb(c.room(out))
    local code = result.error.code
    if code == C.WSHAKE_ERRC_NONE then return string_of(result.written, out) end
    if code ~= C.WSHAKE_ERRC_NEED_ROOM then return nil, describe(result.error) end
    size = tonumber(result.needed)
  end
end

-- Returns the field lines of a header section as a list of {name, value}. `whole`: the object that has the section. The
-- parameter keeps this object alive.
function c.lines_of(header, whole)
  local lines, found, fields = C.wshake_fields_lines(header), ffi.new("wshake_field"), {}
  while C.wshake_next_line(lines, found) do
    fields[#fields + 1] = {string_of(found.name, found), string_of(found.value, found)}
  end
  return fields
end

-- Options are structs of wshake.h, such as wshake_client_request. For each kind of member there is a function, such as
-- c.flag() or c.text(), that sets the member `name` to a Lua value. If the member then points to memory, the function
-- adds this memory to the list `anchors`. A value of the wrong type raises an error.

local function expect(kind, value, name)
  if type(value) ~= kind then error(("%s is a %s, and must be a %s"):format(name, type(value), kind), 0) end
  return value
end

local function text_view(value, name, anchors)
  anchors[#anchors + 1] = expect("string", value, name)
  return view(value)
end

local function array(kind, value, name, anchors)
  local count = 0
  for _ in pairs(expect("table", value, name)) do count = count + 1 end
  if count ~= #value then error(name .. " is not a list", 0) end  -- {a = 1} is not a list: its length is 0
  local elements = ffi.new(kind, count)
  anchors[#anchors + 1] = elements
  return elements, count
end

function c.flag(options, name, value) options[name] = expect("boolean", value, name) end

function c.text(options, name, value, anchors) options[name] = text_view(value, name, anchors) end

function c.number(most)
  return function(options, name, value)
    if not (expect("number", value, name) >= 0 and value <= most and value % 1 == 0) then
      error(("%s is not a whole number from 0 to %.0f"):format(name, most), 0)
    end
    options[name] = value
  end
end

-- For a member that is a list of strings. The member with the name `count` gets the size of the list.
function c.texts(count)
  return function(options, name, value, anchors)
    local elements, size = array("wshake_octets[?]", value, name, anchors)
    for at = 1, size do elements[at - 1] = text_view(value[at], name, anchors) end
    options[name], options[count] = elements, size
  end
end

-- For a member that is a list of {name, value}.
function c.fields(options, name, value, anchors)
  local elements, size = array("wshake_field[?]", value, name, anchors)
  for at = 1, size do
    local field = expect("table", value[at], name)
    elements[at - 1] = {text_view(field[1], name, anchors), text_view(field[2], name, anchors)}
  end
  options[name], options.header_count = elements, size
end

-- For a member that points to other options.
function c.nested(kind, members)
  return function(options, name, value, anchors)
    local nested = c.options(kind, members, expect("table", value, name), anchors)
    anchors[#anchors + 1] = nested
    options[name] = nested
  end
end

-- Makes options of the struct `kind`. A member that the table `given` leaves out is zero, which selects the default.
-- The member `size` is always set. `members` maps the name of each member to the function that sets the member. Keep
-- `anchors` alive as long as the options are used.
function c.options(kind, members, given, anchors)
  local options = ffi.new(kind)
  options.size = ffi.sizeof(options)
  for name, value in pairs(given) do
    local set = members[name] or error(("%s has no member %s"):format(kind, tostring(name)), 0)
    set(options, name, value, anchors)
  end
  return options
end

return c
