-- What wrk saw, as one JSON object for bench/wrk.cpp. Errors by kind: answers above 399 (status),
-- connections that failed or broke (connect, read, write), answers that took too long (timeout).
function done(summary, latency)
  local errors = {}
  for kind, count in pairs(summary.errors) do
    if count > 0 then
      table.insert(errors, string.format('"%s":%d', kind, count))
    end
  end
  print(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"errors":{%s}}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, table.concat(errors, ",")))
end
