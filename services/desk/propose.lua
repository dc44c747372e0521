-- Proposes cases to claims: for each want up to 4 members, best first. Marks the first of them, removes nothing.
-- ARGV: service, epoch, generation, cursor, now in ms, then one want each: token \n queues \n skills \n line \n page; or
-- the word `depth`, which is answered by how many wait in each queue: queue|cases.
-- A claim looks at no more than 16 sets and 8 entries of each. A member that another claim was just offered first comes
-- last: marks lapse after 5 s and only spread the claims, the row decides. Page 1 offers up to 16 of the same entries, page 2
-- those of the next 8: for whoever must not have the first.
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

-- "card:3" is a level; "*:5" that of every other skill.
local function levels(text)
    local set = {}
    for word, level in string.gmatch(text, '([^,:]+):(%d)') do set[word] = tonumber(level) end
    return set
end

-- Without a colon and a digit behind it, it is all name, and the level is 1.
local function leveled(word)
    local skill, level = string.match(word, '^(.+):(%d)$')
    return {skill = skill or word, level = tonumber(level) or 1}
end

local sets = {}
for _, name in ipairs(redis.call('SMEMBERS', p .. ':sets')) do
    local queue, skills, line = string.match(name, '^([^|]*)|([^|]*)|?(%d*)$')
    if queue then
        local set = {name = name, queue = queue, needs = {}, bars = {}, more = {}, line = tonumber(line) or 1, from = 0}
        for word in string.gmatch(skills, '[^,]+') do
            local first = string.sub(word, 1, 1)
            if first == '!' then
                set.bars[#set.bars + 1] = leveled(string.sub(word, 2))
            elseif first == '^' then
                set.more[#set.more + 1] = string.sub(word, 2)
            else
                set.needs[#set.needs + 1] = leveled(word)
            end
        end
        sets[#sets + 1] = set
    end
end
table.sort(sets, function(a, b) return a.name < b.name end)

local function works(set, queues)
    if not queues or queues[set.queue] then return true end
    for _, queue in ipairs(set.more) do
        if queues[queue] then return true end
    end
    return false
end

local function fits(set, queues, skills, line)
    if set.line > line or not works(set, queues) then return false end
    for _, need in ipairs(set.needs) do
        if (skills[need.skill] or skills['*'] or 0) < need.level then return false end
    end
    for _, bar in ipairs(set.bars) do
        if (skills[bar.skill] or 0) >= bar.level then return false end
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

-- The entries behind those that a claim looks at; nothing is kept of them.
local function look_further(set, found)
    local entries = redis.call('ZRANGE', p .. ':z:' .. set.name, ENTRIES, ENTRIES * 2 - 1, 'WITHSCORES')
    for i = 1, #entries, 2 do
        local r1, r2, r3 = rank(tonumber(entries[i + 1]))
        found[#found + 1] = {member = entries[i], r1 = r1, r2 = r2, r3 = r3, mine = true}
    end
end

local answers = {}
for want = 6, #ARGV do
    local token, queues, skills, line, page =
        string.match(ARGV[want], '^([^\n]*)\n([^\n]*)\n([^\n]*)\n(%d+)\n(%d)$')
    local answer, mine, found = {}, {}, {}
    if token then
        queues, skills, line = words(queues), levels(skills), tonumber(line)
        for _, set in ipairs(sets) do
            if fits(set, queues, skills, line) then mine[#mine + 1] = set end
        end
        -- With more sets than a claim looks at, each millisecond begins at another one.
        local first = #mine > SETS and (now + want) % #mine or 0
        for i = 1, math.min(#mine, SETS) do
            local set = mine[(first + i - 1) % #mine + 1]
            if page == '2' then look_further(set, found) else look(set, token, found) end
        end
        table.sort(found, before)
        local offset = 0
        if page == '0' and #found > 0 and not found[1].mine then offset = (want - 6) % #found end
        for i = 1, math.min(page == '0' and OFFERED or OFFERED * 4, #found) do
            answer[i] = found[(offset + i - 1) % #found + 1].member
        end
        if page == '0' and #found > 0 and found[1].mine then
            redis.call('SET', p .. ':m:' .. answer[1], token, 'PX', MARK_MS)
            marks[answer[1]] = token
        end
        for i = 1, page == '2' and 0 or math.min(#mine, SETS) do advance(mine[(first + i - 1) % #mine + 1]) end
    elseif ARGV[want] == 'depth' then
        answer = depths()
    end
    answers[#answers + 1] = answer
end
return answers
