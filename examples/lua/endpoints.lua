-- SPDX-License-Identifier: BSL-1.0
-- endpoints.lua [PORT]: three WebSocket endpoints and a health check on one port. Needs LuaJIT, LuaSocket, and wshake
-- for the opening handshake. Each endpoint has its own configuration, as in examples/endpoints.cpp. Without PORT: any
-- free port.
--
-- When a WebSocket is open, the server sends one message with the agreement, then a Close. One coroutine serves each
-- connection, and yields while it waits for the socket.
package.path = (arg[0]:match("^.*[/\\]") or "") .. "?.lua;" .. package.path
local socket = require("socket")
local wshake = require("wshake_server")

local patience = tonumber(arg[2] or 10)  -- seconds, for each wait

local function config(options)
  local made, why = wshake.server_config(options)
  return made or error(why.message .. ": " .. why.field)
end

local nowhere = {"https://nowhere.invalid"}
local endpoints = {
  ["/chat"] = config({
    origins = {"https://example.com", "https://*.example.com"},
    require_origin = true,
    subprotocols = {"chat.v2", "chat.v1"},
    require_subprotocol = true,
    deflate = {enabled = true},
  }),
  ["/telemetry"] = config({subprotocols = {"metrics"}, require_subprotocol = true}),
  ["/feed"] = config({
    deflate = {enabled = true, server_no_context_takeover = true, client_no_context_takeover = true},
  }),
  ["/health"] = config({origins = nowhere, require_origin = true, header = {{"Cache-Control", "no-store"}}}),
}

-- The configuration for every path without an endpoint: refuses all handshakes, and closes the connection after a
-- refusal.
local elsewhere = config({origins = nowhere, require_origin = true, close_refused = true})

local function path_of(server) return server:resource_name():match("^[^?]*") end

-- Answers a request that asks for no WebSocket.
local function answer_request(server)
  local method = server:request().method
  if path_of(server) ~= "/health" then return server:respond() end
  if method == "GET" or method == "HEAD" then return server:respond({status = 200, body = "well\n"}) end
  return server:respond({status = 405, header = {{"Allow", "GET, HEAD"}}})
end

-- Returns a text message with the agreement, and a Close with code 1000 (RFC 6455 §5.2, §5.5.1). A message may be
-- uncompressed even if compression was agreed (RFC 7692 §6).
local function greeting(server)
  local agreed = server:agreed()
  local text = path_of(server) .. " " .. agreed.subprotocol
  if agreed.deflate then text = text .. (agreed.deflate.server_no_context_takeover and " deflate alone" or " deflate") end
  text = text:sub(1, 125)
  return "\129" .. string.char(#text) .. text .. "\136\2\3\232"
end

-- wait("read") yields until the connection's socket is readable, wait("write") until it is writable. Both return false
-- after `patience` seconds.
local wait = coroutine.yield

-- Returns octets, or nil if the client has closed the connection. Returns nil and true if the client sends nothing for
-- `patience` seconds.
local function receive(connection)
  if not wait("read") then return nil, true end
  local octets, _, part = connection:receive(4096)
  octets = octets or part
  return #octets > 0 and octets or nil
end

local function send(connection, octets)
  local first = 1
  while first <= #octets do
    local last, why, sent_before = connection:send(octets, first)
    if not last and (why ~= "timeout" or not wait("write")) then return false end
    first = (last or sent_before) + 1
  end
  return true
end

local function shake_hands(connection, server)
  local rest, is_late = "", false
  while true do
    local state, answer
    state, rest = server:feed(rest)
    state = server:configure(endpoints[path_of(server)] or elsewhere)
    if state == "need_more" then
      rest, is_late = receive(connection)
      rest = rest or ""
      if rest == "" then server:feed_eof() end  -- a client that has sent nothing gets no answer
    elseif state == "upgrade" then
      answer = assert(server:accept())
    elseif state == "request" then
      answer = assert(answer_request(server))
    elseif state == "failed" then
      answer = assert(server:respond({error = is_late and "timed_out" or nil}))
    elseif state == "responded" then
      server:next_request()
    else
      return state == "open"
    end
    if answer and not send(connection, answer) then return false end
  end
end

local function serve(connection)
  local server = wshake.server(elsewhere)
  if shake_hands(connection, server) then send(connection, greeting(server)) end
  server:wipe()
  -- Closing the socket at once could destroy octets that the client has not received yet, if the client is still
  -- sending (RFC 9112 §9.6).
  connection:shutdown("send")
  while receive(connection) do end
end

local listener = assert(socket.bind("127.0.0.1", tonumber(arg[1] or 0)))
listener:settimeout(0)
local waiting = {}  -- maps each socket to its coroutine, the direction for which it waits, and the deadline

-- Runs a connection's coroutine until the coroutine waits again or ends.
local function resume(connection, task, ...)
  local good, direction = coroutine.resume(task, ...)
  if coroutine.status(task) ~= "dead" then
    waiting[connection] = {task = task, direction = direction, deadline = socket.gettime() + patience}
    return
  end
  if not good then io.stderr:write(debug.traceback(task, direction), "\n") end  -- the coroutine ended with an error
  connection:close()
  waiting[connection] = nil
end

print(("listening on http://127.0.0.1:%d/"):format(select(2, listener:getsockname())))
io.stdout:flush()
while true do
  local readers, writers = {listener}, {}
  for connection, wanted in pairs(waiting) do
    table.insert(wanted.direction == "read" and readers or writers, connection)
  end
  local readable, writable = socket.select(readers, writers, 1)
  local accepted = readable[listener] and listener:accept()
  if accepted then
    accepted:settimeout(0)
    accepted:setoption("tcp-nodelay", true)
    resume(accepted, coroutine.create(serve), accepted)
  end
  for connection, wanted in pairs(waiting) do
    local is_ready = readable[connection] or writable[connection]
    if is_ready then
      resume(connection, wanted.task, true)
    elseif socket.gettime() > wanted.deadline then
      resume(connection, wanted.task, false)
    end
  end
end
