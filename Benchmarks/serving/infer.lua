-- One image of raw pixels as a binary V2 request; PEER=1 asks the other server.
local channels, height, width = 1, 28, 28
local pixels = {}
for i = 1, channels * height * width do pixels[i] = string.char((i * 37) % 256) end
local data = table.concat(pixels)
wrk.method = "POST"
if os.getenv("PEER") then
  wrk.path = "/infer"
  wrk.body = data
  wrk.headers["Content-Type"] = "application/octet-stream"
else
  local json = string.format(
    '{"inputs":[{"name":"images","datatype":"UINT8","shape":[1,%d,%d,%d],"parameters":{"binary_data_size":%d}}],'
      .. '"outputs":[{"name":"logits","parameters":{"binary_data":true}}]}', channels, height, width, #data)
  wrk.path = "/v2/models/" .. (os.getenv("NAME") or "model") .. "/infer"
  wrk.body = json .. data
  wrk.headers["Inference-Header-Content-Length"] = tostring(#json)
  wrk.headers["Content-Type"] = "application/octet-stream"
end

-- PAUSE milliseconds between a connection's requests: less than the server can.
if os.getenv("PAUSE") then
  function delay() return tonumber(os.getenv("PAUSE")) end
end

function done(summary, latency, requests)
  io.write(string.format(
    "requests/s %.0f  p50 %.2f ms  p99 %.2f ms  other than 2xx %d  socket errors %d  over 2 s %d\n",
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write, summary.errors.timeout))
end
