"""Speaks the serve protocol in place of the program, and misbehaves as it is told.

The command of a request says what to do; the first argument says how to start.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

out = sys.stdout.buffer


def say(event: dict[str, Any], *frames: bytes) -> None:
    if frames:
        event["frames"] = [len(f) for f in frames]
    out.write(json.dumps(event).encode() + b"\n" + b"".join(frames))
    out.flush()


def answer(ident: int, **members: Any) -> None:
    say({"id": ident, "event": "answer", "status": 0, "answer": members})


def handle(request: dict[str, Any], frames: list[bytes], held: list[int]) -> None:
    ident, command = request["id"], request["command"]
    if command == "echo":
        say(
            {"id": ident, "event": "answer", "status": 0, "answer": request["request"]},
            *frames,
        )
    elif command == "hold":
        held.append(ident)
    elif command == "release":
        for other in reversed(held):
            answer(other, released=other)
        held.clear()
        answer(ident)
    elif command == "progress":
        for phase in ("one", "two"):
            say({"id": ident, "event": "progress", "phase": phase})
        answer(ident, pid=os.getpid())
    elif command == "error":
        error = {
            "field": "f",
            "found": "x",
            "expected": "y",
            "action": "z",
            "message": "f: x",
            **request["request"],
        }
        say({"id": ident, "event": "error", "status": error["code"], "error": error})
    elif command == "crash":
        print("some last words", file=sys.stderr)
        print("java.lang.Error: the last of them", file=sys.stderr, flush=True)
        os._exit(7)
    elif command == "garbage":
        out.write(b"Hello, I am no JSON\n")
        out.flush()
    elif command == "say":
        out.write(request["request"]["text"].replace("ID", str(ident)).encode() + b"\n")
        out.flush()
    elif command == "half":
        out.write(b'{"id":%d,"event":"answer","status":0,"answer":{},"frames":[100]}\nxx' % ident)
        out.flush()
        os._exit(0)
    elif command == "sleep":
        time.sleep(600)
    else:
        answer(ident, pid=os.getpid())


def main() -> None:
    how = os.environ.get("STAND_IN", "")
    assert sys.argv[1:] == ["serve", "--stdio"], sys.argv
    if how == "die":
        print("no JDK here", file=sys.stderr)
        sys.exit(3)
    if how == "garbage":
        print("Welcome to something else", flush=True)
    if how == "silent":
        time.sleep(600)
    say({"event": "ready", "protocol": 9 if how == "protocol" else 1, "program": "stand-in"})
    held: list[int] = []
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        frames = [sys.stdin.buffer.read(n) for n in request.get("frames", [])]
        handle(request, frames, held)


if __name__ == "__main__":
    main()
