-- Sends the requests of a file (path, tab, cookies) in turn, and says as JSON what came of it.
local requests, turn = {}, 0

init = function(arguments)
  for line in io.lines(arguments[1]) do
    local path, cookies = line:match("^([^\t]*)\t(.*)$")
    local headers = {["Accept"] = "text/html", ["Accept-Language"] = "en"}
    if cookies ~= "" then headers["Cookie"] = cookies end
    requests[#requests + 1] = wrk.format("GET", path, headers)
  end
end

request = function()
  turn = turn % #requests + 1
  return requests[turn]
end

done = function(summary, latency)
  local lost = summary.errors
  io.write(string.format(
    '\nJSON {"seconds": %f, "answers": %d, "refused": %d, "broken": %d, "bytes": %d, "p50": %f, "p99": %f, "max": %f}\n',
    summary.duration / 1e6, summary.requests, lost.status, lost.connect + lost.read + lost.write + lost.timeout,
    summary.bytes, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
