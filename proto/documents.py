"""The documents that generate.py writes: AsyncAPI 3.0 and the reference page."""

import json

PORTS = {"intake": 10, "router": 20, "desk": 30, "escalation": 40, "archive": 50, "survey": 60}
PORT_BASE = 5500
JSON_TYPES = {"ID": {"type": "string", "format": "uuid"}, "TIME": {"type": "string", "format": "date-time"},
              "FLAG": {"type": "boolean"}}
ENVELOPE = {
    "type": "object",
    "description": "CloudEvents 1.0 context attributes and the body; PROTOCOL section 1.",
    "required": ["specversion", "id", "source", "type"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "minLength": 1, "maxLength": 128},
        "source": {"type": "string", "minLength": 1, "maxLength": 256},
        "type": {"type": "string", "minLength": 1, "maxLength": 96},
        "time": {"type": "string", "format": "date-time"},
        "subject": {"type": "string", "maxLength": 128},
        "traceparent": {"type": "string"},
        "actorid": {"type": "string", "maxLength": 64},
        "actorrole": {"type": "string", "maxLength": 64},
        "actorunit": {"type": "string", "maxLength": 64},
        "caseid": {"type": "string", "format": "uuid"},
        "caseno": {"type": "string", "maxLength": 64},
        "causationid": {"type": "string", "maxLength": 128},
        "correlationid": {"type": "string", "maxLength": 256},
    },
}
SEALED = {
    "type": "object",
    "description": "A personal field under a key of its case: AES-256-GCM; DESIGN section 6.",
    "required": ["k", "n", "c"],
    "properties": {
        "k": {"type": "string", "format": "binary", "description": "key id"},
        "n": {"type": "string", "format": "binary", "description": "nonce, 12 bytes"},
        "c": {"type": "string", "format": "binary", "description": "cipher text and tag"},
    },
}


def yaml_lines(value, indent=0):
    """A nest of dicts, lists and scalars as block YAML; JSON's scalars are YAML's."""
    pad, lines = "  " * indent, []
    pairs = value.items() if isinstance(value, dict) else (("-", item) for item in value)
    for key, item in pairs:
        lead = f"{pad}-" if key == "-" else f"{pad}{key if key.isidentifier() else json.dumps(key)}:"
        if isinstance(item, (dict, list)) and item:
            lines.append(lead)
            lines += yaml_lines(item, indent + 1)
        else:
            lines.append(f"{lead} {json.dumps(item, ensure_ascii=False)}")
    return lines


def reference_to(kind, name):
    return {"$ref": f"#/components/{kind}/{name}"}


def described(f):
    return f"{f.meaning} ({f.label})" + (" Personal." if "PERSONAL" in f.flags else "")


def field_schema(f):
    text = {"description": described(f)}
    if f.type in JSON_TYPES:
        return {**JSON_TYPES[f.type], **text}
    if f.type == "INT":
        return {"type": "integer", "minimum": f.minimum, "maximum": f.maximum, **text}
    if f.type == "TEXT":
        return {"type": "string", "minLength": f.minimum, "maxLength": f.maximum, **text}
    if f.type == "BYTES":
        return {"type": "string", "format": "binary", "minLength": f.minimum, "maxLength": f.maximum, **text}
    if f.type == "TEXTS":
        items = {"type": "string", "minLength": 1, "maxLength": f.item_max}
        return {"type": "array", "maxItems": f.maximum, "items": items, **text}
    if f.type == "MAPS":
        return {"type": "array", "maxItems": f.maximum, "items": reference_to("schemas", f.refers), **text}
    return {"allOf": [reference_to("schemas", "sealed" if f.type == "SEALED" else f.refers)], **text}


def map_schema(body, strict):
    schema = {"type": "object", "description": f"{body.meaning} ({body.label})"}
    required = [f.name for f in body.fields if "REQUIRED" in f.flags]
    if required:
        schema["required"] = required
    schema["properties"] = {f.name: field_schema(f) for f in body.fields}
    if strict:
        schema["additionalProperties"] = False
    return schema


def payload(m):
    own = {"properties": {"type": {"const": m.name}, "data": reference_to("schemas", m.body.name)}}
    return {"allOf": [reference_to("schemas", "envelope"), own]}


def owners(message):
    return list(PORTS) if message.owner == "*" else [message.owner]


def channels(messages):
    found = {}
    for service, port in PORTS.items():
        for side, offset in (("commands", 0), ("events", 1)):
            own = [m for m in messages if service in owners(m) and (m.kind == "event") == (side == "events")]
            found[f"{service}_{side}"] = {
                "address": f"tcp://*:{PORT_BASE + port + offset}",
                "description": f"ROUTER socket of {service}; PROTOCOL section {2 + offset}",
                "messages": {m.body.name: reference_to("messages", m.body.name) for m in own},
            }
    return found


def operations(names):
    return {name: {"action": "send" if name.endswith("_events") else "receive",
                   "channel": {"$ref": f"#/channels/{name}"}} for name in names}


def asyncapi(definitions, messages):
    schemas = {"envelope": ENVELOPE, "sealed": SEALED}
    for enum in definitions.enums.values():
        schemas[enum.name] = {"type": "string", "description": f"{enum.meaning} ({enum.label})",
                              "enum": [v.name for v in enum.values]}
    for body in definitions.maps.values():
        schemas[body.name] = map_schema(body, False)
    for m in messages:
        schemas[m.body.name] = map_schema(m.body, m.kind != "event")
    found = channels(messages)
    components = {m.body.name: {"name": m.name, "summary": f"{m.body.meaning} ({m.body.label})",
                                "payload": payload(m)} for m in messages}
    document = {
        "asyncapi": "3.0.0",
        "info": {"title": "shouli (受理)", "version": "1.0.0",
                 "description": "MessagePack over ZeroMQ. Times are the MessagePack timestamp extension, lengths "
                                "count bytes, binary is bin. PROTOCOL.md is the contract."},
        "defaultContentType": "application/msgpack",
        "channels": found,
        "operations": operations(found),
        "components": {"messages": components, "schemas": schemas},
    }
    return ["# Written by proto/generate.py from the definitions in proto/; change those and run it again."] + \
        yaml_lines(document)


def type_shown(f):
    if f.type == "INT":
        return f"int {f.minimum} to {f.maximum}"
    if f.type in ("TEXT", "BYTES"):
        kind = "str" if f.type == "TEXT" else "bin"
        return f"{kind}, {f.maximum} bytes" if f.minimum == f.maximum else f"{kind}, {f.minimum} to {f.maximum} bytes"
    if f.type == "TEXTS":
        return f"array of at most {f.maximum} str, each 1 to {f.item_max} bytes"
    if f.type == "MAPS":
        return f"array of at most {f.maximum} [{f.refers}](#{f.refers})"
    if f.type in ("MAP", "ENUM"):
        return f"[{f.refers}](#{f.refers})"
    if f.type == "SEALED":
        return f"sealed, at most {f.maximum} plain bytes"
    return {"ID": "str, UUID", "TIME": "time", "FLAG": "bool"}[f.type]


def field_table(body):
    if not body.fields:
        return ["No fields.", ""]
    lines = ["| field | type | | meaning | 说明 |", "| --- | --- | --- | --- | --- |"]
    for f in body.fields:
        flags = " ".join(flag.lower() for flag in f.flags)
        lines.append(f"| `{f.name}` | {type_shown(f)} | {flags} | {f.meaning} | {f.label} |")
    return lines + [""]


def message_section(m):
    owner = "every service" if m.owner == "*" else m.owner
    verb = {"command": "Command to", "query": "Query to", "event": "Event by"}[m.kind]
    lines = [f"### {m.name}", "", f"{verb} {owner}: {m.body.meaning} ({m.body.label})." +
             (f" Result: [{m.returns}](#{m.returns})." if m.returns else ""), ""]
    return lines + field_table(m.body)


def reference(definitions, messages):
    lines = ["<!-- Written by proto/generate.py from the definitions in proto/; change those and run it again. -->",
             "# Messages (消息参考)", "",
             "Every message that travels, with its fields. PROTOCOL.md has the envelope and the rules; lengths count "
             "bytes; `required` fields must be there; `personal` ones are never logged and are masked in every view.",
             "`sealed` is a map `{k, n, c}` of bin: the field encrypted under a key that belongs to one case.", ""]
    for kind, title in (("command", "Commands (命令)"), ("query", "Queries (查询)"), ("event", "Events (事件)")):
        lines += [f"## {title}", ""]
        for m in messages:
            lines += message_section(m) if m.kind == kind else []
    lines += ["## Maps (结构)", ""]
    for body in definitions.maps.values():
        lines += [f"### {body.name}", "", f"{body.meaning} ({body.label}).", ""] + field_table(body)
    lines += ["## Values (取值)", ""]
    for enum in definitions.enums.values():
        lines += [f"### {enum.name}", "", f"{enum.meaning} ({enum.label}).", "", "| value | meaning | 说明 |",
                  "| --- | --- | --- |"]
        lines += [f"| `{v.name}` | {v.meaning} | {v.label} |" for v in enum.values] + [""]
    return lines[:-1]
