-- Every body that a thread had not seen before goes into a file of the folder GOT; errors are told at the end.
local threads = {}
setup = function(thread)
    thread:set("number", #threads)
    table.insert(threads, thread)
end
init = function()
    seen, bodies, bad = {}, 0, 0
end
response = function(status, headers, body)
    if status ~= 200 then bad = bad + 1 end
    if seen[body] then return end
    seen[body] = true
    bodies = bodies + 1
    local file = io.open(os.getenv("GOT") .. "/" .. number .. "-" .. bodies, "w")
    file:write(body)
    file:close()
end
done = function(summary)
    local bad = 0
    for _, thread in ipairs(threads) do bad = bad + thread:get("bad") end
    local errors = summary.errors
    print(string.format("load %d %d %d %d %d %d", summary.requests, bad, errors.connect, errors.read, errors.write,
        errors.timeout))
end
