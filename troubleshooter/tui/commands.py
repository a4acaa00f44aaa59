"""What a person can do. One class gives name, key, tooltip, footer, palette and help.

A screen lists its command classes in `OFFERS`, takes `BINDINGS = bindings_of(OFFERS)`, and handles each with
`@on(Class)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message


class Command(Message):
    """Something a person can do; the first line of the docstring is what tooltip, palette and help say."""

    KEY: ClassVar[str] = ""
    LABEL: ClassVar[str] = ""  # the footer's word; none = not in the footer
    SHOWN_KEY: ClassVar[str] = ""  # how the key is written, where Textual's own way is not clear

    @classmethod
    def slug(cls) -> str:
        """The kebab-case name, as actions know it."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def title(cls) -> str:
        """The name as the palette shows it."""
        return cls.slug().replace("-", " ").capitalize()

    @classmethod
    def tooltip(cls) -> str:
        """What it does, in one sentence."""
        return (cls.__doc__ or "").strip().splitlines()[0]

    @classmethod
    def key_words(cls) -> str:
        """The key as a person reads it."""
        return cls.SHOWN_KEY or cls.KEY.replace("escape", "esc").replace("f1", "F1")

    @classmethod
    def bindings(cls) -> tuple[Binding, ...]:
        """Textual's bindings for it."""
        action = f"command('{cls.slug()}')"
        shown = cls.SHOWN_KEY or None
        return (Binding(cls.KEY, action, cls.LABEL, show=bool(cls.LABEL), key_display=shown, tooltip=cls.tooltip()),)


class NumberedCommand(Command):
    """A command that a digit chooses from several."""

    COUNT: ClassVar[int] = 9

    def __init__(self, number: int = 1) -> None:
        super().__init__()
        self.number = number

    @classmethod
    def key_words(cls) -> str:
        """The range of digits."""
        return f"1 to {cls.COUNT}"

    @classmethod
    def bindings(cls) -> tuple[Binding, ...]:
        """One binding a digit, none of them in the footer."""
        numbers = range(1, cls.COUNT + 1)
        return tuple(Binding(str(n), f"numbered('{cls.slug()}', {n})", cls.title(), show=False) for n in numbers)


def bindings_of(offers: Iterable[type[Command]]) -> list[BindingType]:
    """The bindings of a screen that offers these commands."""
    return [binding for command in offers for binding in command.bindings()]


# --- the paste screen


class Diagnose(Command):
    """Find out what is wrong with what was pasted."""

    KEY = "ctrl+r"
    LABEL = "Diagnose"


class ClearPanes(Command):
    """Empty all panes."""

    KEY = "ctrl+n"
    LABEL = "Clear"


class SwitchProbing(Command):
    """Switch between running probes on your TensorFlow and reading only."""

    KEY = "ctrl+t"
    LABEL = "Probes on/off"


# --- the dialogue screen


class ChooseAnswer(NumberedCommand):
    """Answer the question with the choice of that number."""


class NotSure(Command):
    """Answer that you are not sure; the case goes on without that fact."""

    KEY = "0"
    LABEL = "Not sure"


class SendMaterial(Command):
    """Give the text in the pane."""

    KEY = "ctrl+r"
    LABEL = "Send"


class NoMaterial(Command):
    """Say that you do not have the text that is asked for."""

    KEY = "ctrl+n"
    LABEL = "I have none"


class StopProbe(Command):
    """Stop the probe that is running; the case goes on without its outcome."""

    KEY = "x"
    LABEL = "Stop probe"


class Undo(Command):
    """Take back the last answer; nothing is run again."""

    KEY = "u"
    LABEL = "Undo"


class ShowResult(Command):
    """Show the result of the case."""

    KEY = "r"
    LABEL = "Result"


# --- the result screen


class ShowTab(NumberedCommand):
    """Show the page of that number."""

    COUNT = 6


class CopySnippet(Command):
    """Copy the corrected snippet to the clipboard."""

    KEY = "c"
    LABEL = "Copy"


class CopyReport(Command):
    """Copy the whole report to the clipboard, as Markdown."""

    KEY = "y"
    LABEL = "Copy report"


class Save(Command):
    """Save the corrected snippet, the diff or the report to a file."""

    KEY = "s"
    LABEL = "Save"


class OtherRepair(Command):
    """Show the next repair, where there is more than one."""

    KEY = "a"
    LABEL = "Other"


class NewCase(Command):
    """Leave this case and paste another one."""

    KEY = "n"
    LABEL = "New"


# --- everywhere


class Back(Command):
    """Go back to the screen before."""

    KEY = "escape"
    LABEL = "Back"
    SHOWN_KEY = "esc"


class Help(Command):
    """Say what can be done on this screen, and with which key."""

    KEY = "f1"
    LABEL = "Help"
    SHOWN_KEY = "F1"
