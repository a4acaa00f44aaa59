"""The app: three screens, one worker's state, one front."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial

from textual import on
from textual.app import App, SystemCommand
from textual.reactive import reactive
from textual.screen import Screen
from textual.theme import Theme
from textual.worker import Worker, WorkerState

from troubleshooter.report import plain
from troubleshooter.tui.commands import NewCase
from troubleshooter.tui.conversation import Conversation
from troubleshooter.tui.front import Front, Panes
from troubleshooter.tui.messages import CaseEnded, CaseOpened, UndoWanted
from troubleshooter.tui.screens.base import CommandScreen, problem
from troubleshooter.tui.screens.dialogue import DialogueScreen
from troubleshooter.tui.screens.paste import PasteScreen
from troubleshooter.tui.screens.result import ResultScreen
from troubleshooter.tui.widgets.masthead import Masthead

STATE_SECONDS = 0.5  # how often the worker is asked how it is

CALM = Theme(
    name="calm",
    primary="#7aa2d8",
    secondary="#9aa7b8",
    accent="#c9a26d",
    foreground="#d6dbe3",
    background="#14171c",
    surface="#1b1f26",
    panel="#222833",
    success="#8fbf8f",
    warning="#d8b26a",
    error="#e08585",
    dark=True,
    variables={
        "scrollbar": "#39414e",
        "scrollbar-hover": "#4a5463",
        "scrollbar-active": "#5b6779",
        "scrollbar-background": "#14171c",
        "scrollbar-background-hover": "#14171c",
        "scrollbar-background-active": "#14171c",
        "scrollbar-corner-color": "#14171c",
    },
)


class TroubleshooterApp(App[None]):
    """Shows the paste screen, then a dialogue a case, then its result. `clock` gives seconds, for probes under way."""

    TITLE = "Lambda troubleshooter"
    CSS = "* { scrollbar-size: 1 1; }"

    worker_state: reactive[tuple[str, bool]] = reactive(("starting", True))

    def __init__(
        self,
        front: Front,
        panes: Panes,
        *,
        probing: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._front = front
        self._clock = clock
        self._first = partial(PasteScreen, front, panes, probing=probing)

    async def on_mount(self) -> None:
        """Show the first screen; start the worker in a thread, and watch it."""
        self.register_theme(CALM)
        self.theme = CALM.name
        await self.push_screen(self._first())
        self.run_worker(self._front.start, name="start-worker", thread=True, exit_on_error=False)
        self._ask_worker()
        self.set_interval(STATE_SECONDS, self._ask_worker)

    def on_unmount(self) -> None:
        """Stop the worker; threads that wait for it end, else the interpreter would wait for them."""
        self._front.stop()

    def _ask_worker(self) -> None:
        self.worker_state = self._front.worker_state()
        self._tell_masthead()

    def watch_worker_state(self, before: tuple[str, bool], now: tuple[str, bool]) -> None:
        """The masthead cuts a long reason off: when the worker is lost, say it whole, once."""
        if before[1] and not now[1]:
            self.notify(plain(now[0]), title="static only", severity="warning", markup=False, timeout=15)

    def _tell_masthead(self) -> None:
        for masthead in self.screen.query(Masthead):
            masthead.worker_state = self.worker_state

    @on(Worker.StateChanged)
    def _start_failed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.notify(problem(event.worker.error), title="static only", severity="warning", markup=False, timeout=15)

    # --- from screen to screen

    @on(CaseOpened)
    async def _open_case(self, message: CaseOpened) -> None:
        probing = message.probing and self.worker_state[1]
        conversation = Conversation(partial(self._front.open, message.paste, probing))
        await self.push_screen(DialogueScreen(self._front, conversation, self._clock))
        self._tell_masthead()

    @on(CaseEnded)
    async def _show_result(self, message: CaseEnded) -> None:
        dialogue = self.screen
        can_undo = isinstance(dialogue, DialogueScreen) and dialogue.can_undo
        await self.push_screen(ResultScreen(self._front, message.report, can_undo=can_undo))
        self._tell_masthead()

    @on(UndoWanted)
    async def _undo(self) -> None:
        await self.pop_screen()
        if isinstance(self.screen, DialogueScreen):
            self.screen.undo()

    @on(NewCase)
    async def _new_case(self) -> None:
        while not isinstance(self.screen, PasteScreen):
            await self.pop_screen()
        self.screen.clear()

    # --- palette

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own, and what the screen offers now."""
        yield from super().get_system_commands(screen)
        if isinstance(screen, CommandScreen):
            for command in screen.OFFERS:
                if command.LABEL and screen.allows(command):
                    callback = partial(screen.action_command, command.slug())
                    yield SystemCommand(command.title(), command.tooltip(), callback)
