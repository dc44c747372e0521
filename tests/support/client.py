"""A client written only from PROTOCOL.md: pyzmq and msgpack, nothing of ours."""
import datetime
import hashlib
import re
import time
import uuid

import msgpack
import zmq


def read_key(path):
    """(public, secret or None) of a CZMQ certificate file."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    public = re.search(r'public-key = "(.{40})"', text)
    secret = re.search(r'secret-key = "(.{40})"', text)
    return public.group(1).encode(), secret.group(1).encode() if secret else None


# (source, id) of each message that was answered: what is called a duplicate from then on is one.
ANSWERED = set()


class Client:
    """One connection to a service's socket; `offset` is the port's distance from the base."""

    def __init__(self, keys, base, offset, who="operator", context=None, address="127.0.0.1"):
        self.socket = (context or zmq.Context.instance()).socket(zmq.DEALER)
        self.socket.linger = 0
        self.socket.sndhwm = self.socket.rcvhwm = 0
        self.socket.curve_serverkey = read_key(f"{keys}/server.key")[0]
        self.socket.curve_publickey, self.socket.curve_secretkey = read_key(f"{keys}/{who}.key_secret")
        self.socket.connect(f"tcp://{address}:{base + offset}")

    def close(self):
        self.socket.close()

    def send(self, body, *route):
        self.send_raw(msgpack.packb(body), *route)

    def send_raw(self, body, *route):
        """Bytes as they are, behind the frames of a route."""
        self.socket.send_multipart([*route, body])

    def receive_parts(self, timeout=20.0):
        """All frames of the next message as bytes, or None."""
        return self.socket.recv_multipart() if self.socket.poll(int(timeout * 1000)) else None

    def ask_raw(self, body, *route, timeout=20.0):
        self.send_raw(body, *route)
        return self.receive(timeout)

    def receive(self, timeout=20.0):
        """The body of the next message, or None."""
        parts = self.receive_parts(timeout)
        return msgpack.unpackb(parts[-1], timestamp=3) if parts else None

    def ask(self, body, timeout=20.0):
        self.send(body)
        replies = self.receive(timeout)
        for reply in replies if isinstance(replies, list) else [replies]:
            if reply and reply.get("status") in ("accepted", "duplicate"):
                ANSWERED.add((reply["source"], reply["id"]))
        return replies

    def insist(self, body, deadline=60.0, timeout=2.0):
        """The same id again until a status other than busy and unavailable comes; also while a case is too young to be
        known there (`not_found` with `retry_after_ms`). Who asked again and is told `duplicate` of what nobody was answered
        before was accepted by an earlier try: a commit that took longer than the service waits for one."""
        end, again, known = time.monotonic() + deadline, False, (body.get("source"), body["id"]) in ANSWERED
        while time.monotonic() < end:
            reply = self.ask(body, timeout)
            if reply and reply["id"] == body["id"]:
                if reply["status"] not in ("busy", "unavailable") and "retry_after_ms" not in reply:
                    mine = again and not known and reply["status"] == "duplicate"
                    return {**reply, "status": "accepted"} if mine else reply
                self.socket.poll(min(reply.get("retry_after_ms", 0), 500))
            again = True
        raise TimeoutError(f"no answer to {body['id']}")

    def insist_all(self, bodies, deadline=60.0):
        """The replies to an array, in its order; what is told busy or unavailable is sent again, as by `insist`."""
        end, again, replies, left = time.monotonic() + deadline, False, {}, list(bodies)
        known = {body["id"] for body in bodies if (body.get("source"), body["id"]) in ANSWERED}
        while left and time.monotonic() < end:
            for reply in self.ask(left, timeout=20) or []:
                mine = again and reply["id"] not in known and reply["status"] == "duplicate"
                if reply["status"] not in ("busy", "unavailable"):
                    replies[reply["id"]] = {**reply, "status": "accepted"} if mine else reply
            left, again = [body for body in left if body["id"] not in replies], True
        if left:
            raise TimeoutError(f"no answer to {len(left)} of {len(bodies)}")
        return [replies[body["id"]] for body in bodies]


def command(kind, data, source="/test/client", actor=None, role=None, **attributes):
    body = {"specversion": "1.0", "id": str(uuid.uuid4()), "source": source, "type": kind, "data": data, **attributes}
    if actor:
        body.update(actorid=actor, actorrole=role or "L1")
    return body


class Follower:
    """Follows a stream from a position and verifies the chain."""

    def __init__(self, keys, base, offset, stream, start=1, types=None, who="operator"):
        self.client = Client(keys, base, offset, who)
        self.stream, self.next, self.types = stream, start, types
        self.hash = hashlib.sha256(stream.encode()).digest() if start == 1 else None
        self.position, self.applied = start - 1, {}
        self.known = False  # somebody has answered
        self.follow()

    def follow(self):
        request = {"op": "follow", "from": self.next, "stream": self.stream, "credit": 1000}
        if self.types:
            request["types"] = self.types
        if self.hash and not self.types:
            request["after"] = self.hash
        self.client.send(request)
        self.heard, self.followed = time.monotonic(), False

    def take(self, timeout=1.0):
        """Events of the next message as (seq, envelope); [] for a position, None for silence."""
        message = self.client.receive(timeout)
        if message is None:
            if time.monotonic() - self.heard > 5:
                self.follow()
            return None
        self.heard = time.monotonic()
        if message["op"] == "error" and message["code"] == "bad_request" and self.known:
            # A new process behind the same address does not know this follower, and says so to each credit that waited for it.
            if self.followed:
                self.follow()
            return None
        if message["op"] == "error":
            raise RuntimeError(f"{message['code']}: {message['message']}")
        self.followed = self.known = True
        if message["op"] == "position":
            self.position, self.applied = message["seq"], message["applied"]
            self.client.send({"op": "credit", "n": 0, "cursor": self.next - 1})
            return []
        out = []
        for seq, envelope, digest in message["events"]:
            if not self.types:
                assert seq == self.next, f"gap: {seq} instead of {self.next}"
                if self.hash:
                    expected = hashlib.sha256(self.hash + seq.to_bytes(8, "big") + envelope).digest()
                    assert expected == digest, f"the chain breaks at {seq}"
                self.hash = digest
            self.next = seq + 1
            out.append((seq, msgpack.unpackb(envelope, timestamp=3)))
        self.client.send({"op": "credit", "n": len(out), "cursor": self.next - 1})
        return out

    def until(self, wanted, deadline=30.0):
        """All events up to the first one that `wanted` says yes to."""
        end, seen = time.monotonic() + deadline, []
        while time.monotonic() < end:
            for seq, event in self.take() or []:
                seen.append((seq, event))
                if wanted(event):
                    return seen
        raise TimeoutError(f"not seen within {deadline} s; last of {len(seen)}: {seen[-1:]}")


def now():
    return datetime.datetime.now(datetime.timezone.utc)
