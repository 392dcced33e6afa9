-- SPDX-License-Identifier: BSL-1.0
-- Draws the screen of the game in main.lua: the dot and its echoes, the request and the response, and each event.
local utf8 = require("utf8")

local view = {trail_seconds = 2.5, echo_seconds = 1.2}

local colours = {
  ground = {0.07, 0.08, 0.11},
  panel = {0.11, 0.13, 0.18},
  line = {0.17, 0.20, 0.27},
  text = {0.88, 0.90, 0.94},
  quiet = {0.52, 0.57, 0.67},
  dot = {1.00, 0.72, 0.30},
  echo = {0.35, 0.82, 0.78},
  bad = {0.96, 0.42, 0.42},
  good = {0.47, 0.84, 0.50},
}
local colour_of_state = {open = "good", refused = "bad", failed = "bad", closed = "quiet"}
local fonts = {}

function view.load()
  fonts.title = love.graphics.newFont(20)
  fonts.text = love.graphics.newFont(13)
  fonts.small = love.graphics.newFont(12)
  love.graphics.setBackgroundColor(colours.ground)
end

local function set(name, alpha)
  local red, green, blue = unpack(colours[name])
  love.graphics.setColor(red, green, blue, alpha or 1)
end

-- Writes a text and returns the x coordinate of its end. Cuts the text, because a server's text may be long. Replaces
-- octets above 0x7f if the text is not valid UTF-8, because LÖVE draws only valid UTF-8.
local function write(text, x, y, colour, font)
  text = tostring(text):sub(1, 200)
  if not utf8.len(text) then text = text:gsub("[\128-\255]", "?") end
  set(colour)
  love.graphics.setFont(font or fonts.text)
  love.graphics.print(text, x, y)
  return x + love.graphics.getFont():getWidth(text)
end

-- Draws a panel. draw(content, x, y) draws the content of the panel.
local function panel(title, x, y, width, height, draw, content)
  set("panel")
  love.graphics.rectangle("fill", x, y, width, height, 8)
  love.graphics.setScissor(x, y, width - 8, height - 8)
  write(title, x + 16, y + 12, "quiet", fonts.small)
  draw(content, x + 16, y + 36)
  love.graphics.setScissor()
end

-- Draws the first line of a head, and its fields.
local function write_head(first, fields, x, y)
  write(first, x, y, "text")
  for at, field in ipairs(fields) do
    local behind = write(field[1] .. ": ", x, y + 4 + at * 19, "quiet")
    write(field[2], behind, y + 4 + at * 19, "text")
  end
end

local function draw_request(request, x, y)
  if not request then return end
  local fields = {}
  for name, value in request:gmatch("\r\n([^:\r\n]+): ([^\r\n]*)") do fields[#fields + 1] = {name, value} end
  write_head(request:match("^[^\r\n]*"), fields, x, y)
end

local function draw_response(connection, x, y)
  local response = connection.response
  if response then
    write_head(("HTTP/1.1 %d %s"):format(response.status, response.reason), response.fields, x, y)
  elseif connection.why then
    write(connection.why, x, y, "bad")
    write(connection.rule or "", x, y + 20, "quiet")
  else
    write("none yet", x, y, "quiet")
  end
  if #connection.body > 0 then
    write(connection.body:match("^[^\r\n]*"), x, y + 28 + #response.fields * 19, "text")
  end
end

-- Draws the arena: the rectangle in which the dot wanders, with the trail of the dot and the rings of the echoes.
local function draw_arena(game, time, x, y, width, height)
  set("panel")
  love.graphics.rectangle("fill", x, y, width, height, 8)
  set("line")
  for column = 1, 9 do love.graphics.line(x + column * width / 10, y + 1, x + column * width / 10, y + height - 1) end
  for row = 1, 7 do love.graphics.line(x + 1, y + row * height / 8, x + width - 1, y + row * height / 8) end

  love.graphics.setLineWidth(3)
  love.graphics.setLineStyle("rough")  -- smooth segments would overlap at their ends
  for at = 2, #game.trail do
    local from, to = game.trail[at - 1], game.trail[at]
    set("dot", 0.5 * (1 - (time - to.at) / view.trail_seconds))
    love.graphics.line(x + from.x * width, y + from.y * height, x + to.x * width, y + to.y * height)
  end
  love.graphics.setLineWidth(2)
  love.graphics.setLineStyle("smooth")
  for _, echo in ipairs(game.echoes) do
    local age = (time - echo.at) / view.echo_seconds
    set("echo", math.max(0, 1 - age))
    love.graphics.circle("line", x + echo.x * width, y + echo.y * height, 9 + 14 * age)
  end
  love.graphics.setLineWidth(1)
  set("dot")
  love.graphics.circle("fill", x + game.x * width, y + game.y * height, 8)
end

-- Draws one line of numbers below the arena.
local function draw_numbers(game, x, y)
  local behind = write("sent ", x, y, "quiet")
  behind = write(game.sent, behind, y, "dot")
  behind = write("    echoed ", behind, y, "quiet")
  behind = write(game.echoed, behind, y, "echo")
  local last = game.echoes[#game.echoes]
  if last then
    behind = write("    round trip ", behind, y, "quiet")
    behind = write(("%.0f ms"):format(game.round_trip * 1000), behind, y, "text")
    behind = write("    last echo ", behind, y, "quiet")
    write(("%.3f, %.3f"):format(last.x, last.y), behind, y, "text")
  end
end

local function draw_events(events, x, y)
  for at = math.max(1, #events - 3), #events do
    local event = events[at]
    write(("%.3f s"):format(event.at), x, y, "quiet")
    write(event.name, x + 70, y, colour_of_state[event.name] or "text")
    write(event.text, x + 150, y, "quiet")
    y = y + 20
  end
end

function view.draw(game, time)
  local connection = game.connection
  write("wshake", 24, 18, "text", fonts.title)
  write(game.address, 118, 24, "quiet")
  local state = connection.state
  if state == "open" and connection.subprotocol ~= "" then state = state .. ", " .. connection.subprotocol end
  local colour = colour_of_state[connection.state] or "dot"
  local width = fonts.text:getWidth(state)
  set(colour, 0.16)
  love.graphics.rectangle("fill", 976 - width - 28, 16, width + 28, 28, 14)
  write(state, 976 - width - 14, 22, colour)

  draw_arena(game, time, 24, 60, 516, 528)
  draw_numbers(game, 24, 602)
  panel("Request", 556, 60, 420, 206, draw_request, connection.request)
  panel("Response", 556, 282, 420, 188, draw_response, connection)
  panel("Events", 556, 486, 420, 134, draw_events, game.events)
end

return view
