/* See literals.h. A trie over bytes whose edges lie in one hash table, so that a node costs 24
 * bytes instead of a row of 256; failure links are set breadth first. The parts of `A~B` are
 * words of the trie; a literal is reported when its last part is found behind the others. */
#include "services/router/literals.h"

enum { NODE_ROOT = 0, NONE = UINT32_MAX };

struct node {
    uint32_t fail;    /* the longest proper suffix that is a node */
    uint32_t output;  /* the nearest node on the chain of suffixes that ends a word; NONE */
    uint32_t part;    /* first part that ends here; NONE */
    uint32_t child;   /* the last one added; NONE */
    uint32_t sibling; /* another child of the same node; NONE */
    uint8_t byte;     /* of the edge that leads here */
};

struct edge {
    uint64_t key; /* node << 8 | byte, plus one; 0 is free */
    uint32_t to;
};

/* A stretch of a literal between `~`. */
struct part {
    uint32_t literal;
    uint32_t bytes;
    uint32_t next_same; /* another part that is the same word; NONE */
    uint32_t progress;  /* place among the literals of several parts; 0 for those of one */
    uint8_t index;      /* 0 for the first part */
    bool last;
    bool word_begins; /* begins with a letter or digit: none may stand before it */
    bool word_ends;   /* ends so without `*`: none may follow */
};

struct literals {
    struct arena *arena;
    struct node *nodes;
    size_t node_count, node_room;
    struct edge *edges;
    size_t edge_count, edge_room; /* room is a power of two */
    struct part *parts;
    size_t part_count, part_room;
    struct text *texts;
    size_t count, room;
    size_t gapped;           /* literals of several parts */
    uint32_t from_root[256]; /* by byte; once built */
};

/* Where the literal began and where its part ended, for each part that was found last. */
struct progress {
    uint32_t begin[LITERAL_PARTS_MAX];
    uint32_t end[LITERAL_PARTS_MAX];
};

static void *grow(struct arena *arena, void *at, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return at;
    size_t larger = size_max(64, *room * 2);
    void *copy = arena_zero(arena, larger * size);
    if (count)
        memcpy(copy, at, count * size);
    *room = larger;
    return copy;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static struct edge *edge_slot(const struct literals *literals, uint32_t node, uint8_t byte)
{
    uint64_t key = ((uint64_t)node << 8 | byte) + 1;
    size_t at = (size_t)(key * 0x9E3779B97F4A7C15ULL >> 32) & (literals->edge_room - 1);

    while (literals->edges[at].key && literals->edges[at].key != key)
        at = (at + 1) & (literals->edge_room - 1);
    return &literals->edges[at];
}

static uint32_t child(const struct literals *literals, uint32_t node, uint8_t byte)
{
    const struct edge *edge = edge_slot(literals, node, byte);

    return edge->key ? edge->to : NONE;
}

static void add_edge(struct literals *literals, uint32_t node, uint8_t byte, uint32_t to)
{
    if ((literals->edge_count + 1) * 2 > literals->edge_room) {
        struct edge *old = literals->edges;
        size_t old_room = literals->edge_room;
        literals->edge_room = size_max(1024, old_room * 2);
        literals->edges = ARENA_ARRAY(literals->arena, struct edge, literals->edge_room);
        for (size_t i = 0; i < old_room; i++) {
            if (old[i].key)
                *edge_slot(
                    literals,
                    (uint32_t)((old[i].key - 1) >> 8),
                    (uint8_t)(old[i].key - 1)
                ) = old[i];
        }
    }
    *edge_slot(literals, node, byte) =
        (struct edge){.key = ((uint64_t)node << 8 | byte) + 1, .to = to};
    literals->edge_count++;
}

static uint32_t new_node(struct literals *literals)
{
    literals->nodes = grow(
        literals->arena,
        literals->nodes,
        literals->node_count,
        &literals->node_room,
        sizeof(struct node)
    );
    literals->nodes[literals->node_count] = (struct node){NODE_ROOT, NONE, NONE, NONE, NONE, 0};
    return (uint32_t)literals->node_count++;
}

struct literals *literals_new(struct arena *arena)
{
    struct literals *literals = ARENA_NEW(arena, struct literals);

    literals->arena = arena;
    literals->edge_room = 1024;
    literals->edges = ARENA_ARRAY(arena, struct edge, literals->edge_room);
    new_node(literals);
    return literals;
}

/* Cuts a literal at `~`; the number of parts, 0 when it is not well-formed. */
static size_t cut(struct text text, struct text ret_parts[LITERAL_PARTS_MAX])
{
    size_t count = 0;
    size_t begin = 0;

    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.at[i] != '~')
            continue;
        struct text part = {text.at + begin, i - begin};
        if (count == LITERAL_PARTS_MAX || part.length == 0 || text_is(part, "*"))
            return 0;
        ret_parts[count++] = part;
        begin = i + 1;
    }
    return count;
}

static void add_part(struct literals *literals, struct text text, struct part part)
{
    uint32_t node = NODE_ROOT;
    bool open = text.at[text.length - 1] == '*';

    text.length -= open;
    for (size_t i = 0; i < text.length; i++) {
        uint32_t next = child(literals, node, (uint8_t)text.at[i]);
        if (next == NONE) {
            next = new_node(literals);
            add_edge(literals, node, (uint8_t)text.at[i], next);
            literals->nodes[next].byte = (uint8_t)text.at[i];
            literals->nodes[next].sibling = literals->nodes[node].child;
            literals->nodes[node].child = next;
        }
        node = next;
    }
    part.bytes = (uint32_t)text.length;
    part.word_begins = is_word(text.at[0]);
    part.word_ends = !open && is_word(text.at[text.length - 1]);
    part.next_same = literals->nodes[node].part;
    literals->parts = grow(
        literals->arena,
        literals->parts,
        literals->part_count,
        &literals->part_room,
        sizeof(struct part)
    );
    literals->parts[literals->part_count] = part;
    literals->nodes[node].part = (uint32_t)literals->part_count++;
}

bool literals_add(struct literals *literals, struct text text, uint32_t *ret_literal)
{
    struct text parts[LITERAL_PARTS_MAX];
    size_t count = cut(text, parts);

    for (size_t i = 0; i < literals->count; i++) {
        if (text_equal(literals->texts[i], text)) {
            *ret_literal = (uint32_t)i;
            return true;
        }
    }
    if (count == 0 || text.length > LITERAL_BYTES_MAX || literals->count == LITERALS_MAX)
        return false;
    literals->texts = grow(
        literals->arena,
        literals->texts,
        literals->count,
        &literals->room,
        sizeof(struct text)
    );
    if (count > 1)
        literals->gapped++;
    for (size_t i = 0; i < count; i++) {
        struct part part = {
            .literal = (uint32_t)literals->count,
            .progress = count > 1 ? (uint32_t)literals->gapped : 0,
            .index = (uint8_t)i,
            .last = i + 1 == count,
        };
        add_part(literals, parts[i], part);
    }
    *ret_literal = (uint32_t)literals->count;
    literals->texts[literals->count++] = arena_text(literals->arena, text);
    return true;
}

/* The state after `byte`: follows failure links until one of them has the edge. */
static uint32_t step(const struct literals *literals, uint32_t node, uint8_t byte)
{
    while (node != NODE_ROOT) {
        uint32_t next = child(literals, node, byte);
        if (next != NONE)
            return next;
        node = literals->nodes[node].fail;
    }
    return literals->from_root[byte];
}

static void link_node(struct literals *literals, uint32_t parent, uint8_t byte, uint32_t node)
{
    uint32_t fail =
        parent == NODE_ROOT ? NODE_ROOT : step(literals, literals->nodes[parent].fail, byte);

    literals->nodes[node].fail = fail;
    literals->nodes[node].output =
        literals->nodes[fail].part != NONE ? fail : literals->nodes[fail].output;
}

void literals_build(struct literals *literals)
{
    uint32_t *queue = ARENA_ARRAY(literals->arena, uint32_t, literals->node_count);
    size_t length = 1; /* queue[0] is the root */

    for (int byte = 0; byte < 256; byte++) {
        uint32_t next = child(literals, NODE_ROOT, (uint8_t)byte);
        literals->from_root[byte] = next == NONE ? NODE_ROOT : next;
    }
    for (size_t i = 0; i < length; i++) {
        for (uint32_t node = literals->nodes[queue[i]].child; node != NONE;
             node = literals->nodes[node].sibling) {
            link_node(literals, queue[i], literals->nodes[node].byte, node);
            queue[length++] = node;
        }
    }
}

size_t literals_count(const struct literals *literals)
{
    return literals->count;
}

struct text literals_text(const struct literals *literals, uint32_t literal)
{
    return literals->texts[literal];
}

static bool stands_alone(const struct part *part, struct text text, size_t begin, size_t end)
{
    if (part->word_begins && begin > 0 && is_word(text.at[begin - 1]))
        return false;
    return !part->word_ends || end == text.length || !is_word(text.at[end]);
}

struct finding {
    const struct literals *literals;
    struct text text;
    struct progress *progress; /* [0] is of no use to anyone; only those that `begun` tells */
    uint64_t *begun;           /* a bit for each */
    struct literal_hit *hits;
    size_t count, hits_max;
};

/* Emptied when it is wanted for the first time: nearly none is. */
static struct progress *progress_of(struct finding *finding, uint32_t at)
{
    uint64_t *begun = &finding->begun[at / 64];
    const uint64_t bit = UINT64_C(1) << at % 64;

    if (!(*begun & bit)) {
        *begun |= bit;
        finding->progress[at] = (struct progress){0};
    }
    return &finding->progress[at];
}

static void found_part(struct finding *finding, const struct part *part, uint32_t end)
{
    uint32_t begin = end - part->bytes;

    if (!stands_alone(part, finding->text, begin, end))
        return;
    struct progress *progress = progress_of(finding, part->progress);
    uint32_t whole_begin = begin;
    if (part->index > 0) {
        uint32_t before = progress->end[part->index - 1];
        if (before == 0 || before > begin || begin - before > LITERAL_GAP_MAX)
            return;
        whole_begin = progress->begin[part->index - 1];
    }
    progress->begin[part->index] = whole_begin;
    progress->end[part->index] = end;
    if (part->last && finding->count < finding->hits_max)
        finding->hits[finding->count++] = (struct literal_hit){part->literal, whole_begin, end};
}

const struct literal_hit *literals_find(
    const struct literals *literals,
    struct arena *arena,
    struct text text,
    size_t hits_max,
    size_t *ret_count
)
{
    struct finding finding = {
        .literals = literals,
        .text = text,
        .progress = arena_take(arena, sizeof(struct progress) * (literals->gapped + 1)),
        .begun = ARENA_ARRAY(arena, uint64_t, literals->gapped / 64 + 1),
        .hits = arena_take(arena, sizeof(struct literal_hit) * (hits_max + 1)),
        .hits_max = hits_max,
    };
    uint32_t node = NODE_ROOT;

    for (size_t i = 0; i < text.length; i++) {
        node = step(literals, node, (uint8_t)text.at[i]);
        for (uint32_t at = node; at != NONE; at = literals->nodes[at].output) {
            for (uint32_t p = literals->nodes[at].part; p != NONE;
                 p = literals->parts[p].next_same)
                found_part(&finding, &literals->parts[p], (uint32_t)i + 1);
        }
    }
    *ret_count = finding.count;
    return finding.hits;
}
