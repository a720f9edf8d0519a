-- Asks for the given paths in turn.
local paths, turn = {}, 0
function init(args) for _, path in ipairs(args) do paths[#paths + 1] = path end end
function request()
  turn = turn % #paths + 1
  return wrk.format("GET", paths[turn])
end
