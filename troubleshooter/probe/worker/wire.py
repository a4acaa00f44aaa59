"""Lines of JSON over file descriptors: bounded, untrusted on the way in."""

import json
import math
import os
import select
import time

LINE_LIMIT = 8 * 1024 * 1024


class Wire:
    """Reads JSON lines from `source` and writes them to `sink`, both file descriptors (or None)."""

    def __init__(self, source, sink):
        self.source = source
        self.sink = sink
        self.waiting = b""
        self.closed = False

    def send(self, message):
        """Write one message as one line."""
        data = json.dumps(message, default=str, allow_nan=False).encode("utf-8", "replace") + b"\n"
        while data:
            data = data[os.write(self.sink, data) :]

    def take(self):
        """The next whole message already read, or None. A line that is no JSON object is skipped."""
        while b"\n" in self.waiting:
            line, self.waiting = self.waiting.split(b"\n", 1)
            try:
                message = json.loads(line.decode("utf-8", "replace"))
            except (ValueError, RecursionError):
                continue
            if isinstance(message, dict):
                return message
        return None

    def fill(self):
        """Read once from the source; marks the wire closed at its end and drops a line over the limit."""
        try:
            data = os.read(self.source, 65536)
        except OSError:
            data = b""
        if not data:
            self.closed = True
        self.waiting += data
        if len(self.waiting) > LINE_LIMIT and b"\n" not in self.waiting:
            self.waiting = b""

    def receive(self, seconds=None):
        """Wait for the next message; None at the end of input or when the seconds are over."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            message = self.take()
            if message is not None or self.closed:
                return message
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return None
            if select.select([self.source], [], [], left)[0]:
                self.fill()


def claim_standard_output():
    """Keep descriptor 1 for the protocol alone: what prints from now on, C code included, goes to descriptor 2."""
    sink = os.dup(1)
    os.dup2(2, 1)
    return Wire(0, sink)


def finite(value, depth=0):
    """A copy of `value` that strict JSON can carry: no NaN, plain types only, bounded in depth and length."""
    if value is None or isinstance(value, (bool, str)):
        return value[:20000] if isinstance(value, str) else value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else str(value)[:100]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if depth > 12:
        return "..."
    if isinstance(value, dict):
        return {str(key)[:200]: finite(item, depth + 1) for key, item in list(value.items())[:2000]}
    if isinstance(value, (list, tuple)):
        return [finite(item, depth + 1) for item in list(value)[:5000]]
    return str(value)[:200]
