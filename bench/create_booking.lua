-- A booking that nobody made before, each time: customers are counted, a Monday takes 100 of
-- them (the default service's bound), and an account 50,000, half of what the mock allows.
dofile(debug.getinfo(1, "S").source:sub(2):match(".*/") .. "report.lua")

local key_begins
local made = 0
local first_monday = 1893974400  -- 2030-01-07

local headers = {["Content-Type"] = "application/json"}
local date

function init(arguments)
  key_begins = arguments[1]
end

function request()
  local of_account = made % 50000
  if of_account == 0 then
    headers["Authorization"] = "Bearer " .. key_begins .. made / 50000
  end
  if of_account % 100 == 0 then
    date = os.date("!%Y-%m-%d", first_monday + of_account / 100 * 7 * 86400)
  end
  made = made + 1
  return wrk.format("POST", nil, headers, string.format(
    '{"date":"%s","time_slot_id":456,' ..
      '"customer_name":"Jane Doe","customer_email":"jane%d@example.com"}',
    date, made))
end
