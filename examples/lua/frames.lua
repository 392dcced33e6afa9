-- SPDX-License-Identifier: BSL-1.0
-- Reads and writes WebSocket frames (RFC 6455 §5) for the clients in Lua. This file is written by hand because Debian
-- has no Lua library for frames outside nginx. The file supports no fragments, and no payload of more than 65,535
-- octets. Use a library in a program of your own.
local bit = require("bit")
local wshake = require("wshake")

local frames = {text = 1, close = 8, ping = 9, pong = 10}
local final, masked = 0x80, 0x80

-- Returns a client's frame. A client masks its frames.
function frames.write(opcode, payload)
  local size = #payload
  assert(size < 65536, "payload is too large for this example")
  local head = string.char(bit.bor(final, opcode))
  if size < 126 then
    head = head .. string.char(bit.bor(masked, size))
  else
    head = head .. string.char(bit.bor(masked, 126), bit.rshift(size, 8), bit.band(size, 255))
  end
  local mask = wshake.random(4)
  local octets = {}
  for at = 1, size do octets[at] = string.char(bit.bxor(payload:byte(at), mask:byte((at - 1) % 4 + 1))) end
  return head .. mask .. table.concat(octets)
end

-- Returns the first frame in a server's octets: its opcode, its payload, and the octets after the frame. Returns nil
-- and an error text if this file does not support the frame, and nil alone if the frame is incomplete.
function frames.read(octets)
  local first, size, high, low = octets:byte(1, 4)
  if not size then return nil end
  if first < final or first >= 0x90 or size > 126 then return nil, "frames.lua cannot read this frame" end
  local begin = 3
  if size == 126 then
    if not low then return nil end
    size, begin = high * 256 + low, 5
  end
  if #octets < begin - 1 + size then return nil end
  return first - final, octets:sub(begin, begin - 1 + size), octets:sub(begin + size)
end

return frames
