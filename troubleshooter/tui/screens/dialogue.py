"""The conversation: what was seen, what is suspected, questions, probes, repairs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Footer
from textual.worker import Worker

from troubleshooter.model import (
    Ask,
    AskMaterial,
    Done,
    Ending,
    Outcome,
    ProbeRequest,
    Propose,
    Reply,
    Report,
    RunProbe,
    Say,
    Step,
)
from troubleshooter.tui.commands import (
    Back,
    ChooseAnswer,
    Command,
    Help,
    NoMaterial,
    NotSure,
    SendMaterial,
    ShowResult,
    StopProbe,
    Undo,
    bindings_of,
)
from troubleshooter.tui.conversation import Conversation
from troubleshooter.tui.front import Front
from troubleshooter.tui.messages import CaseEnded, ProbeEnded, Replied, Rewound, Stepped
from troubleshooter.tui.screens.base import CommandScreen, problem
from troubleshooter.tui.transcript import entries_of, reply_entry
from troubleshooter.tui.widgets.entry import Entry, proposed, said
from troubleshooter.tui.widgets.masthead import Masthead
from troubleshooter.tui.widgets.material import MaterialPanel
from troubleshooter.tui.widgets.probing import ProbeEntry
from troubleshooter.tui.widgets.question import QuestionPanel
from troubleshooter.tui.widgets.thinking import Thinking

_PROBE = "probe"


class DialogueScreen(CommandScreen):
    """Renders each step and sends the reply; the session and the probes run in threads."""

    CSS_PATH = "dialogue.tcss"
    OFFERS = (
        ChooseAnswer,
        NotSure,
        SendMaterial,
        NoMaterial,
        StopProbe,
        Undo,
        ShowResult,
        Back,
        Help,
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(OFFERS)
    ABOUT = "I say what I see and rule out. I ask only what no probe can settle; an answer can be taken back."

    def __init__(self, front: Front, conversation: Conversation, clock: Callable[[], float]) -> None:
        super().__init__()
        self._front = front
        self._conversation = conversation
        self._clock = clock
        self._step: Step | None = None  # the step that waits for a reply; None while the session thinks
        self._broken = False  # the session raised: nothing is at work, and only an undo goes on
        self._report: Report | None = None

    def compose(self) -> ComposeResult:
        """The conversation, and below it what waits for a reply."""
        yield Masthead("the case")
        yield VerticalScroll(id="transcript")
        yield Thinking()
        yield Container(id="waiting")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Take the first step."""
        self._advance(None)

    # --- the session, in a thread

    def _advance(self, reply: Reply) -> None:
        self._stand_at(None)
        self._in_thread("session-step", partial(self._step_in_thread, reply))

    def _step_in_thread(self, reply: Reply) -> None:
        self.post_message(Stepped(self._conversation.advance(reply)))

    def _rewind_in_thread(self) -> None:
        self.post_message(Rewound(self._conversation.rewind()))

    def _run_in_thread(self, request: ProbeRequest) -> None:
        self.post_message(ProbeEnded(self._front.run(request)))

    def _in_thread(self, name: str, body: Callable[[], None]) -> None:
        self.run_worker(body, name=name, thread=True, exit_on_error=False)

    # --- steps

    @on(Stepped)
    async def _stepped(self, message: Stepped) -> None:
        self._stand_at(message.step)
        await self._show(message.step)

    async def _show(self, step: Step) -> None:
        match step:
            case Say():
                await self._write(said(step))
                self._advance(None)
            case Propose():
                await self._write(proposed(step.diagnosis, step.proposal))
                self._advance(None)
            case Ask():
                await self._wait_with(QuestionPanel(step.question))
            case AskMaterial():
                await self._wait_with(MaterialPanel(step))
            case RunProbe():
                await self._write(ProbeEntry(step, self._clock))
                self._in_thread(_PROBE, partial(self._run_in_thread, step.request))
            case Done():
                await self._end(step.report)

    async def _end(self, report: Report) -> None:
        self._report = report
        await self._write(Entry("done", "That is all I can find out. r shows the result.", "note"))
        self.refresh_bindings()
        self.post_message(CaseEnded(report))

    @on(ProbeEnded)
    def _probe_ended(self, message: ProbeEnded) -> None:
        self.query(ProbeEntry).last().end(message.outcome)
        self._advance(message.outcome)

    @on(Replied)
    async def _replied(self, message: Replied) -> None:
        step = self._step
        await self._stop_waiting()
        if step is not None:
            await self._write(*reply_entry(step, message.reply))
        self._advance(message.reply)

    # --- commands

    def allows(self, command: type[Command]) -> bool | None:
        """Only what fits the step that stands."""
        step = self._step
        if command is ChooseAnswer:
            return isinstance(step, Ask)
        if command is NotSure:
            return isinstance(step, Ask) and any(panel.may_be_unsure for panel in self.query(QuestionPanel))
        if command in {SendMaterial, NoMaterial}:
            return isinstance(step, AskMaterial)
        if command is StopProbe:
            return isinstance(step, RunProbe)
        if command is ShowResult:
            return self._report is not None
        if command is Undo:
            return self.can_undo or None
        return True

    @property
    def can_undo(self) -> bool:
        """An answer was given, and neither the session nor a probe is at work."""
        at_rest = self._broken or isinstance(self._step, Ask | AskMaterial | Done)
        return at_rest and self._conversation.can_rewind

    @on(ChooseAnswer)
    def _choose(self, command: ChooseAnswer) -> None:
        for panel in self.query(QuestionPanel):
            panel.choose(command.number)

    @on(NotSure)
    def _not_sure(self) -> None:
        for panel in self.query(QuestionPanel):
            panel.choose(0)

    @on(SendMaterial)
    def _send(self) -> None:
        for panel in self.query(MaterialPanel):
            if not panel.send():
                self.notify("The pane is empty; ctrl+n says that you have none.", severity="warning", markup=False)

    @on(NoMaterial)
    def _send_nothing(self) -> None:
        for panel in self.query(MaterialPanel):
            panel.send_nothing()

    @on(StopProbe)
    def _stop_probe(self) -> None:
        self._in_thread("cancel-probe", self._front.cancel)

    @on(ShowResult)
    def _show_result(self) -> None:
        if self._report is not None:
            self.post_message(CaseEnded(self._report))

    @on(Undo)
    def undo(self) -> None:
        """Take the last answer back, if there is one and nothing is at work."""
        if self.can_undo:
            self._report = None
            self._stand_at(None)
            self._in_thread("session-replay", self._rewind_in_thread)

    @on(Rewound)
    async def _rewound(self, message: Rewound) -> None:
        await self._stop_waiting()
        await self.query_one("#transcript").remove_children()
        await self._write(*entries_of(self._conversation.turns, self._clock))
        self._stand_at(message.step)
        await self._show(message.step)

    @on(Back)
    def _back(self) -> None:
        if isinstance(self._step, RunProbe):
            self._stop_probe()
        self.app.pop_screen()

    # --- drawing

    def failed(self, worker: Worker[Any], error: BaseException) -> None:
        """A probe that could not be run is an outcome like others; a session that broke says so."""
        if worker.name == _PROBE:
            self.post_message(ProbeEnded(Outcome(Ending.REFUSED, reason=problem(error))))
        elif worker.name == "cancel-probe":
            super().failed(worker, error)
        else:
            self._broken = True
            self.query_one(Thinking).at_work = False
            self.refresh_bindings()
            self.call_later(self._write, Entry("problem", problem(error), "problem"))

    def _stand_at(self, step: Step | None) -> None:
        self._step = step
        self._broken = False
        self.query_one(Thinking).at_work = step is None
        self.refresh_bindings()

    async def _write(self, *entries: Entry) -> None:
        if entries:
            await self.query_one("#transcript").mount_all(entries)
            self._scroll_down()

    def _scroll_down(self) -> None:
        transcript = self.query_one("#transcript")
        self.call_after_refresh(transcript.scroll_end, animate=False)

    async def _wait_with(self, panel: QuestionPanel | MaterialPanel) -> None:
        await self.query_one("#waiting").mount(panel)
        self._scroll_down()
        self.refresh_bindings()

    async def _stop_waiting(self) -> None:
        await self.query_one("#waiting").remove_children()
        self.query_one("#transcript").focus()
