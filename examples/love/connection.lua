-- SPDX-License-Identifier: BSL-1.0
-- A WebSocket that a game polls once a tick. poll() does all the work that is possible without waiting. Only the
-- look-up of a host name blocks, because LuaSocket has no look-up that does not block. If a look-up may take long, give
-- an IP address.
--
--   connecting ─► handshake ─┬─► open ─► closed
--                            ├─► refused
--                            └─► failed, from every state except closed
local socket = require("socket")
local frames = require("frames")
local wshake = require("wshake")

local connection = {}
connection.__index = connection

local patience = 10  -- seconds until the server must have answered

-- `heard` is called with each event: the name of the event, and a text about the event.
function connection.new(address, heard)
  local self = setmetatable({heard = heard, state = "connecting", out = "", rest = "", body = ""}, connection)
  self.deadline = socket.gettime() + patience
  self.client = wshake.client()
  local uri, why = wshake.parse_uri(address)
  if not uri then return self:fail(why.message) end
  if uri.secure then return self:fail("wss needs TLS, which this example does not have") end
  self.request, why = self.client:start(uri, {subprotocols = {"chat", "superchat"}})
  if not self.request then return self:fail(why.message) end
  self.socket = socket.tcp()
  self.socket:settimeout(0)
  heard("connect", uri.host .. " port " .. uri.port)
  -- An IPv6 literal has brackets only in a URI.
  local connected, problem = self.socket:connect((uri.host:gsub("[%[%]]", "")), uri.port)
  if not connected and problem ~= "timeout" then return self:fail(problem) end
  return self
end

-- Returns all messages since the last call.
function connection:poll()
  local messages = {}
  if self.state == "connecting" then self:finish_connecting() end
  if self.state ~= "connecting" then
    self:flush()
    self:receive()
    self:shake_hands()
    self:read_frames(messages)
  end
  local waits = self.state == "connecting" or self.state == "handshake"
  if waits and socket.gettime() > self.deadline then self:fail("no response arrived in time") end
  return messages
end

-- Queues a message for poll() to send. Call send() in the state open only.
function connection:send(text) self.out = self.out .. frames.write(frames.text, text) end

-- Sends a Close if the WebSocket is open, and closes the connection.
function connection:close()
  if self.state == "open" then self.out = self.out .. frames.write(frames.close, "\3\232") end  -- 1000: normal closure
  self:flush()
  self:leave()
end

function connection:leave()
  if self.socket then self.socket:close() end
  self.socket = nil
end

function connection:finish_connecting()
  local _, writable = socket.select(nil, {self.socket}, 0)
  if #writable == 0 then return end
  self.socket:setoption("tcp-nodelay", true)
  self.state, self.out = "handshake", self.request
  self.heard("start", #self.request .. " bytes of request")
end

function connection:flush()
  if not self.socket or #self.out == 0 then return end
  local sent, why, sent_before = self.socket:send(self.out)
  self.out = self.out:sub((sent or sent_before) + 1)
  -- "closed" is no error here: receive() may still get octets that the server sent before it closed the connection.
  if not sent and why ~= "timeout" and why ~= "closed" then self:fail(why) end
end

function connection:receive()
  if not self.socket then return end
  local octets, why, part = self.socket:receive(8192)
  self.rest = self.rest .. (octets or part)
  if octets or why == "timeout" then return end
  self.has_ended = true
  if why ~= "closed" then self:fail(why) end
end

-- Feeds the received octets to the client. Octets that the client does not consume stay in `rest`. After the 101 these
-- octets are frames.
function connection:shake_hands()
  while self.socket and (self.state == "handshake" or self.state == "refused") do
    local event, left, data = self.client:feed(self.rest)
    self.rest = left
    if event == "need_more" then
      if not self.has_ended then return end
      self.client:feed_eof()
    elseif event == "refused" then
      self.response, self.state = self.client:response(), "refused"
      self.heard("refused", self.response.status .. " " .. self.response.reason)
    elseif event == "body" then
      self.body = self.body .. data
    elseif event == "done" then
      self.heard("done", #self.body .. " bytes of body")
      self:leave()
    elseif event == "open" then
      self.response, self.state = self.client:response(), "open"
      self.subprotocol = self.client:subprotocol()
      self.heard("open", self.subprotocol == "" and "no subprotocol" or "subprotocol " .. self.subprotocol)
    elseif event == "failed" then
      local broken = self.client:error()
      self:fail(broken.message, broken.code .. ", " .. broken.rule)
    elseif event == "closed" then
      if self.state == "handshake" then return self:fail("the server closed without a response") end
      self.heard("closed", "before the end of the body")
      self:leave()
    end  -- after "interim" the final response follows
  end
end

function connection:read_frames(messages)
  while self.socket and self.state == "open" do
    local opcode, payload, behind = frames.read(self.rest)
    if not opcode then
      local why = payload or (self.has_ended and "the server closed without a close frame")
      if why then self:fail(why) end
      return
    end
    self.rest = behind
    if opcode == frames.text then
      messages[#messages + 1] = payload
    elseif opcode == frames.ping then
      self.out = self.out .. frames.write(frames.pong, payload)
    elseif opcode == frames.close then
      self.out = self.out .. frames.write(frames.close, payload:sub(1, 2))
      self:flush()
      self:leave()
      self.state = "closed"
      self.heard("closed", "by the server")
    end
  end
end

-- Ends the connection with an error. `rule`: the library's name of the error, and the clause of the RFC if there is a
-- clause.
function connection:fail(why, rule)
  self:leave()
  self.state, self.why, self.rule = "failed", why, rule
  self.heard("failed", rule or why)
  return self
end

return connection
