-- Proposes cases to claims: for each want up to 4 members, best first. Marks what it proposes, removes nothing.
-- ARGV: service, epoch, generation, cursor, now in ms, then one want each: token \n queues \n skills \n line; or the word
-- `depth`, which is answered by how many wait in each queue: queue|cases.
-- A claim looks at no more than 16 sets and 8 entries of each. A member that another claim was just offered comes
-- last: marks lapse after 5 s and only spread the claims, the row decides.
local SETS, ENTRIES, OFFERED, MARK_MS, FACTOR = 16, 8, 4, 5000, 10
local p = ARGV[1] .. ':' .. ARGV[3]
local s = redis.call('HMGET', p .. ':state', 'epoch', 'cursor')
if s[1] ~= ARGV[2] or tonumber(s[2] or '-1') > tonumber(ARGV[4]) then return 'STALE' end
local now = tonumber(ARGV[5])

local function words(text)
    if text == '*' then return nil end
    local set = {}
    for word in string.gmatch(text, '[^,]+') do set[word] = true end
    return set
end

local sets = {}
for _, name in ipairs(redis.call('SMEMBERS', p .. ':sets')) do
    local queue, skills, line = string.match(name, '^([^|]*)|([^|]*)|?(%d*)$')
    if queue then
        local needs = {}
        for word in string.gmatch(skills, '[^,]+') do needs[#needs + 1] = word end
        sets[#sets + 1] = {name = name, queue = queue, needs = needs, line = tonumber(line) or 1, from = 0}
    end
end
table.sort(sets, function(a, b) return a.name < b.name end)

local function fits(set, queues, skills, line)
    if set.line > line or (queues and not queues[set.queue]) then return false end
    if skills then
        for _, word in ipairs(set.needs) do
            if not skills[word] then return false end
        end
    end
    return true
end

local marks = {}
local function mark_of(member)
    if marks[member] == nil then marks[member] = redis.call('GET', p .. ':m:' .. member) end
    return marks[member]
end

-- What is late goes by grade, the gravest first; the rest by deadline.
local function rank(score)
    local due, grade = math.floor(score / FACTOR), score % FACTOR
    if due < now then return 0, grade, due end
    return 1, due, grade
end
local function before(a, b)
    if a.mine ~= b.mine then return a.mine end
    if a.r1 ~= b.r1 then return a.r1 < b.r1 end
    if a.r2 ~= b.r2 then return a.r2 < b.r2 end
    if a.r3 ~= b.r3 then return a.r3 < b.r3 end
    return a.member < b.member
end

local function read(set)
    if not set.cache then
        set.cache = redis.call('ZRANGE', p .. ':z:' .. set.name, set.from, set.from + ENTRIES - 1, 'WITHSCORES')
    end
end

-- Behind the last entry it begins anew: what is offered twice is better than nothing.
local function look(set, token, found)
    read(set)
    if #set.cache == 0 and set.from > 0 then
        set.from, set.cache = 0, nil
        read(set)
    end
    for i = 1, #set.cache, 2 do
        local member, mark = set.cache[i], mark_of(set.cache[i])
        local r1, r2, r3 = rank(tonumber(set.cache[i + 1]))
        found[#found + 1] = {member = member, r1 = r1, r2 = r2, r3 = r3, mine = not mark or mark == token}
    end
end

-- Later claims of this call begin behind what earlier ones were offered.
local function advance(set)
    if #set.cache < ENTRIES * 2 then return end
    for i = 1, #set.cache, 2 do
        if not mark_of(set.cache[i]) then return end
    end
    set.from, set.cache = set.from + ENTRIES, nil
end

local function depths()
    local cases, lines = {}, {}
    for _, set in ipairs(sets) do
        cases[set.queue] = (cases[set.queue] or 0) + redis.call('ZCARD', p .. ':z:' .. set.name)
    end
    for queue, count in pairs(cases) do lines[#lines + 1] = queue .. '|' .. count end
    return lines
end

local answers = {}
for want = 6, #ARGV do
    local token, queues, skills, line = string.match(ARGV[want], '^([^\n]*)\n([^\n]*)\n([^\n]*)\n(%d+)$')
    local answer, mine, found = {}, {}, {}
    if token then
        queues, skills, line = words(queues), words(skills), tonumber(line)
        for _, set in ipairs(sets) do
            if fits(set, queues, skills, line) then mine[#mine + 1] = set end
        end
        -- With more sets than a claim looks at, each millisecond begins at another one.
        local first = #mine > SETS and (now + want) % #mine or 0
        for i = 1, math.min(#mine, SETS) do
            local set = mine[(first + i - 1) % #mine + 1]
            look(set, token, found)
        end
        table.sort(found, before)
        local offset = 0
        if #found > 0 and not found[1].mine then offset = (want - 6) % #found end
        for i = 1, math.min(OFFERED, #found) do
            local entry = found[(offset + i - 1) % #found + 1]
            answer[i] = entry.member
            if entry.mine then
                redis.call('SET', p .. ':m:' .. entry.member, token, 'PX', MARK_MS)
                marks[entry.member] = token
            end
        end
        for i = 1, math.min(#mine, SETS) do advance(mine[(first + i - 1) % #mine + 1]) end
    elseif ARGV[want] == 'depth' then
        answer = depths()
    end
    answers[#answers + 1] = answer
end
return answers
