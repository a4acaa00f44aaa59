"""Messages that travel upwards: from a thread worker's body or a widget to its screen, from a screen to the app.

What a person can ask for by key or palette is a command instead (commands.py).
"""

from __future__ import annotations

from textual.message import Message

from troubleshooter.model import Outcome, Paste, Reply, Report, Step


class PasteRead(Message):
    """The panes were read. `serial` tells a late reading from the newest."""

    def __init__(self, paste: Paste, serial: int) -> None:
        super().__init__()
        self.paste = paste
        self.serial = serial


class CaseOpened(Message):
    """The person wants `paste` diagnosed, with probes or without."""

    def __init__(self, paste: Paste, probing: bool) -> None:
        super().__init__()
        self.paste = paste
        self.probing = probing


class Stepped(Message):
    """The session went one step further."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


class Rewound(Message):
    """The session was replayed without the last answer and stands at `step`."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


class Replied(Message):
    """The person replied to the question that stands."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class ProbeEnded(Message):
    """A probe came back, however it ended."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


class CaseEnded(Message):
    """The session is done."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


class UndoWanted(Message):
    """The result screen gives way to the dialogue, which takes the last answer back."""


class Rendered(Message):
    """A text is ready for the clipboard; `what` names it to the person."""

    def __init__(self, what: str, text: str) -> None:
        super().__init__()
        self.what = what
        self.text = text


class Saved(Message):
    """A file was written."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
