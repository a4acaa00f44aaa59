"""The first screen: what went wrong, and with what."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.timer import Timer
from textual.widgets import Button, Footer, Input, TextArea
from textual.worker import Worker

from troubleshooter.model import Paste
from troubleshooter.report import readable
from troubleshooter.tui import words
from troubleshooter.tui.commands import ClearPanes, Diagnose, Help, SwitchProbing, bindings_of
from troubleshooter.tui.front import Front, Panes
from troubleshooter.tui.messages import CaseOpened, PasteRead
from troubleshooter.tui.screens.base import CommandScreen
from troubleshooter.tui.widgets.masthead import Masthead
from troubleshooter.tui.widgets.pane import Pane
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.rows import Rows

QUIET_SECONDS = 0.3  # typing pauses longer than this are read; a paste comes as one change


class PasteScreen(CommandScreen):
    """Two panes and a line of complaint; below, what was read of them as they change."""

    CSS_PATH = "paste.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012 - Textual declares it so
    OFFERS = (Diagnose, ClearPanes, SwitchProbing, Help)
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(OFFERS)
    ABOUT = "Paste the error, the program, or both; either may be missing. Then diagnose."

    def __init__(self, front: Front, panes: Panes, *, probing: bool) -> None:
        super().__init__()
        self._front = front
        self._initial = panes
        self._probing = probing
        self._serial = 0
        self._diagnosing = False
        self._quiet: Timer | None = None

    def compose(self) -> ComposeResult:
        """Panes, complaint, what was read, button."""
        initial = self._initial
        yield Masthead("new case")
        with Container(id="panes"):
            yield Pane("Traceback", initial.traceback, placeholder="Paste the error here, all of it", id="traceback")
            yield Pane("Source", initial.source, placeholder="Paste the program here, or what you have", id="source")
        complaint = readable(initial.complaint)
        yield Input(complaint, placeholder="What goes wrong, in your words (optional)", id="complaint", compact=True)
        yield Container(id="read")
        with Horizontal(id="start"):
            yield Button("Diagnose  (ctrl+r)", id="diagnose", variant="primary", compact=True)
            yield Prose("", "-quiet", id="probing")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Focus the first empty pane, and read what came with the start."""
        self._start_reading()
        self._show_probing()
        full = bool(self._initial.traceback) and not self._initial.source
        self.query_one("#source" if full else "#traceback", Pane).focus()

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        """Read once it is quiet."""
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(QUIET_SECONDS, self._start_reading)

    def _start_reading(self) -> None:
        self._serial += 1
        panes = self._panes()
        if panes.empty:
            self._show_read(())
            return
        body = partial(self._read_in_thread, panes, self._serial)
        self.run_worker(body, name="read-paste", group="read-paste", thread=True, exclusive=True, exit_on_error=False)

    def _read_in_thread(self, panes: Panes, serial: int) -> None:
        self.post_message(PasteRead(self._front.read(panes), serial))

    @on(PasteRead)
    def _was_read(self, message: PasteRead) -> None:
        if message.serial != self._serial:  # something was typed meanwhile
            return
        self._show_read(words.read_paste(message.paste))
        if self._diagnosing:
            self._open(message.paste)

    def _open(self, paste: Paste) -> None:
        self._diagnosing = False
        self.post_message(CaseOpened(paste, self._probing))

    def _show_read(self, lines: tuple[tuple[str, str], ...]) -> None:
        shown = lines or (("nothing", "paste a traceback, a source, or both"),)
        read = self.query_one("#read", Container)
        read.remove_children()
        read.mount(Rows((12, "1fr"), shown))

    @on(Diagnose)
    @on(Button.Pressed, "#diagnose")
    def _diagnose(self) -> None:
        if self._panes().empty:
            self.notify("Paste a traceback or a source first.", severity="warning", markup=False)
            return
        if self._quiet is not None:
            self._quiet.stop()
        self._diagnosing = True
        self._start_reading()

    @on(Input.Submitted)
    def _complaint_given(self) -> None:
        self._diagnose()

    @on(ClearPanes)
    def clear(self) -> None:
        """Empty everything."""
        for pane in self.query(Pane):
            pane.text = ""
        self.query_one(Input).value = ""
        self.query_one("#traceback", Pane).focus()

    @on(SwitchProbing)
    def _switch_probing(self) -> None:
        self._probing = not self._probing
        self._show_probing()

    def _show_probing(self) -> None:
        on_words = "probes on: I ask before any of your code is run"
        self.query_one("#probing", Prose).say(on_words if self._probing else "probes off: I read, and run nothing")

    def failed(self, worker: Worker[Any], error: BaseException) -> None:
        """A paste that cannot be read is not opened."""
        self._diagnosing = False
        super().failed(worker, error)

    def _panes(self) -> Panes:
        traceback, source = (self.query_one(f"#{name}", Pane).text for name in ("traceback", "source"))
        return Panes(traceback, source, self.query_one(Input).value)
