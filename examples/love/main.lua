-- SPDX-License-Identifier: BSL-1.0
-- love examples/love [ws://HOST[:PORT]/PATH] [--until-echo FRAMES] [--screenshot FILE]
--
-- A dot wanders, and the game sends the place of the dot to an echo server. A ring marks the place in the echo. The
-- screen also shows the opening handshake of the connection. Space connects again, Escape ends the game.
--
-- --until-echo is for tests: the game prints the result and ends after the first echo, after the end of the connection,
-- or after it has drawn FRAMES frames. Exit status: 0 after an echo, 1 if the server refuses the handshake, 2 after any
-- other end of the connection, 3 without a result. --screenshot writes a picture of the screen to FILE, and then ends
-- the game, too.

-- Nobody watches the error screen in a test, so an error must end the game.
if table.concat(arg, " "):find("--until-echo", 1, true) then
  function love.errorhandler(what) io.stderr:write(what, "\n") end
end

-- In your own game, put wshake.lua, wshake_c.lua and frames.lua beside this file.
package.path = love.filesystem.getSource() .. "/../lua/?.lua;" .. package.path
local connection = require("connection")
local view = require("view")

local game = {address = "ws://127.0.0.1:9001/", events = {}, trail = {}, echoes = {}, sent = 0, echoed = 0}
local most_frames  -- the number of frames after which the game ends; nil outside of tests
local frame, since_sent, begun = 0, 0, 0
local period = 1 / 20  -- seconds between two messages

local function connect()
  game.events, game.echoes, game.sent, game.echoed = {}, {}, 0, 0
  begun = love.timer.getTime()
  game.connection = connection.new(game.address, function(name, text)
    table.insert(game.events, {at = love.timer.getTime() - begun, name = name, text = text})
  end)
end

-- Returns the place of the dot, both coordinates from 0 to 1.
local function place(time) return 0.5 + 0.42 * math.sin(time * 1.1), 0.5 + 0.4 * math.sin(time * 1.7 + 0.6) end

local function exchange(time)
  for _, message in ipairs(game.connection:poll()) do
    local x, y, sent_at = message:match("^([%d.]+) ([%d.]+) ([%d.]+)$")
    x, y, sent_at = tonumber(x), tonumber(y), tonumber(sent_at)
    if x and y and sent_at then
      game.echoed = game.echoed + 1
      game.round_trip = time - sent_at
      table.insert(game.echoes, {x = x, y = y, at = time, message = message})
    end
  end
  if game.connection.state == "open" and since_sent >= period then
    since_sent = 0
    game.sent = game.sent + 1
    game.connection:send(("%.4f %.4f %.4f"):format(game.x, game.y, time))
  end
end

-- If there is a result, prints the result for a test, and ends the game.
local function finish()
  local it = game.connection
  if game.echoed > 0 then
    print(("open, subprotocol: %s, echo: %s"):format(it.subprotocol, game.echoes[1].message))
    love.event.quit(0)
  elseif it.state == "refused" and not it.socket then
    print(("refused: %d %s: %s"):format(it.response.status, it.response.reason, it.body))
    love.event.quit(1)
  elseif it.state == "failed" or it.state == "closed" then
    print(it.state .. ": " .. (it.why or "") .. (it.rule and " (" .. it.rule .. ")" or ""))
    love.event.quit(2)
  elseif frame >= most_frames then
    print("no echo after " .. frame .. " frames: " .. it.state)
    love.event.quit(3)
  end
end

-- Takes the screenshot after 60 echoes, or when the connection has ended.
local function take_picture()
  if game.is_taken or game.echoed < 60 and game.connection.socket then return end
  game.is_taken = true
  love.graphics.captureScreenshot(function(picture)
    local file = assert(io.open(game.picture, "wb"))
    file:write(picture:encode("png"):getString())
    file:close()
    love.event.quit(0)
  end)
end

function love.load(arguments)
  local at = 1
  while arguments[at] do
    if arguments[at] == "--until-echo" then
      most_frames, at = assert(tonumber(arguments[at + 1]), "--until-echo needs a number of frames"), at + 1
    elseif arguments[at] == "--screenshot" then
      game.picture, at = assert(arguments[at + 1], "--screenshot needs a file"), at + 1
    else
      game.address = arguments[at]
    end
    at = at + 1
  end
  view.load()
  connect()
end

function love.update(seconds)
  local time = love.timer.getTime()
  frame, since_sent = frame + 1, since_sent + seconds
  game.x, game.y = place(time)
  table.insert(game.trail, {x = game.x, y = game.y, at = time})
  while game.trail[1].at < time - view.trail_seconds do table.remove(game.trail, 1) end
  exchange(time)
  while game.echoes[2] and game.echoes[1].at < time - view.echo_seconds do table.remove(game.echoes, 1) end
  if most_frames then finish() end
  if game.picture then take_picture() end
end

function love.draw() view.draw(game, love.timer.getTime()) end

function love.keypressed(key)
  if key == "escape" then love.event.quit(0) end
  if key == "space" then
    game.connection:close()
    connect()
  end
end

function love.quit()
  if game.connection then game.connection:close() end
end
