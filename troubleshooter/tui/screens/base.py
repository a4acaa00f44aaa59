"""What all screens share: commands become bindings, actions and messages."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from textual import on
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from troubleshooter.errors import TroubleshooterError
from troubleshooter.report import plain, readable
from troubleshooter.tui.commands import Command, Help, NumberedCommand

T = TypeVar("T")


class CommandScreen(Screen[None]):
    """A screen that offers commands. A subclass sets `OFFERS`, and `BINDINGS` from it, and handles each command."""

    OFFERS: ClassVar[tuple[type[Command], ...]] = ()
    ABOUT: ClassVar[str] = ""  # what the screen is for, in the words of the help

    def offer(self, slug: str) -> type[Command]:
        """The offered command of that name."""
        return next(command for command in self.OFFERS if command.slug() == slug)

    def allows(self, command: type[Command]) -> bool | None:
        """True: now; None: here, but not now (greyed); False: not now (hidden)."""
        return command in self.OFFERS

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Textual's question, answered by `allows`."""
        if action in {"command", "numbered"}:
            return self.allows(self.offer(str(parameters[0])))
        return True

    def action_command(self, slug: str) -> None:
        """Post the command of that name."""
        self.post_message(self.offer(slug)())

    def action_numbered(self, slug: str, number: int) -> None:
        """Post the numbered command of that name."""
        command = self.offer(slug)
        assert issubclass(command, NumberedCommand)
        self.post_message(command(number))

    @on(Help)
    def _help(self) -> None:
        from troubleshooter.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.ABOUT, self.OFFERS))

    @on(Worker.StateChanged)
    def _worker_failed(self, event: Worker.StateChanged) -> None:
        """A thread's body raised: the screen says so and stays."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            event.stop()
            self.failed(event.worker, event.worker.error)

    def failed(self, worker: Worker[Any], error: BaseException) -> None:
        """Say what went wrong in the worker of that name."""
        self.notify(problem(error), title=worker.name, severity="error", markup=False, timeout=15)


def problem(error: BaseException) -> str:
    """An exception as a person is told: our own as they are, others by type with what to do about them."""
    if isinstance(error, TroubleshooterError):
        return plain(str(error))
    hint = "this is a fault of mine, not of your code"
    return f"error[internal]: {readable(f'{type(error).__name__}: {error}', 400)}\n  hint: {hint}"
