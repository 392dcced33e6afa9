-- SPDX-License-Identifier: BSL-1.0
-- client.lua ws://HOST[:PORT][/PATH] [MESSAGE]: opens a WebSocket, sends a message, prints the echo, and closes the
-- WebSocket. Needs LuaJIT, LuaSocket, and wshake for the opening handshake. Exit status: 0 after the echo, 1 if the
-- server refuses the handshake, 2 after a failure.
package.path = (arg[0]:match("^.*[/\\]") or "") .. "?.lua;" .. package.path
local socket = require("socket")
local frames = require("frames")
local wshake = require("wshake")

local patience = 10  -- seconds, for each wait

local function fail(why)
  io.stderr:write("client.lua: ", why, "\n")
  os.exit(2)
end

local uri = wshake.parse_uri(arg[1] or "")
if not uri or uri.secure then fail("the first argument must be ws://HOST[:PORT][/PATH]") end

-- An IPv6 literal has brackets only in a URI.
local connection, why = socket.connect((uri.host:gsub("[%[%]]", "")), uri.port)
if not connection then fail(why) end
connection:setoption("tcp-nodelay", true)

local function send(octets)
  connection:settimeout(patience)
  local sent, why = connection:send(octets)
  if not sent then fail(why) end
end

-- Waits for octets of the server. Returns the octets, or nil if the server has closed the connection.
local function receive()
  if #socket.select({connection}, nil, patience) == 0 then fail("no response arrived in time") end
  connection:settimeout(0)
  local octets, why, part = connection:receive(4096)
  octets = octets or part
  return #octets > 0 and octets or nil
end

-- Performs the handshake. Returns the octets behind the response's head, which are frames.
local function shake_hands()
  local client = wshake.client()
  local request, why = client:start(uri, {subprotocols = {"chat", "superchat"}})
  if not request then fail(why.field == "" and why.message or why.message .. ": " .. why.field) end
  send(request)
  local rest = ""
  while true do
    local event, left, data = client:feed(rest)
    rest = left
    if event == "need_more" then
      rest = receive() or ""
      if rest == "" then client:feed_eof() end
    elseif event == "refused" then
      local response = client:response()
      print(("refused: %d %s"):format(response.status, response.reason))
      local target = client:redirect_uri()
      if target then print("it redirects to " .. target) end
    elseif event == "body" then
      io.write(data)
    elseif event == "done" then
      os.exit(1)
    elseif event == "failed" then
      local broken = client:error()
      fail(("%s (%s, %s)"):format(broken.message, broken.code, broken.rule))
    elseif event == "closed" then
      fail("the connection closed without a response")
    elseif event == "open" then
      print("open, subprotocol: " .. client:subprotocol())
      return rest
    end
  end
end

local rest = shake_hands()
local is_closing = false  -- true after the client's Close, which no frame may follow (RFC 6455 §5.5.1)
send(frames.write(frames.text, arg[2] or "hello"))
while true do
  local opcode, payload, behind = frames.read(rest)
  if not opcode then
    if payload then fail(payload) end
    local more = receive()
    if not more then fail("the connection closed without a close frame") end
    rest = rest .. more
  else
    rest = behind
    if opcode == frames.text then
      print("message: " .. payload)
      if not is_closing then send(frames.write(frames.close, "\3\232")) end  -- 1000: normal closure
      is_closing = true
    elseif opcode == frames.ping and not is_closing then
      send(frames.write(frames.pong, payload))
    elseif opcode == frames.close then
      if is_closing then os.exit(0) end
      send(frames.write(frames.close, payload:sub(1, 2)))  -- the status code of the server's Close
      fail("the server closed the WebSocket before the echo")
    end
  end
end
