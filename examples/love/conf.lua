-- SPDX-License-Identifier: BSL-1.0
function love.conf(game)
  game.identity = "wshake"
  game.version = "11.4"
  game.window.title = "wshake in LÖVE"
  game.window.width, game.window.height = 1000, 640
  for _, unused in ipairs {"audio", "joystick", "physics", "sound", "touch", "video"} do game.modules[unused] = false end
end
