"""One case's dialogue, step by step, with undo by replaying; knows no screen. Its methods may block: use a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from troubleshooter.model import Answer, Done, Material, Reply, Step
from troubleshooter.tui.front import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that was replied to, and the reply."""

    step: Step
    reply: Reply


class Conversation:
    """Steps a session and remembers every turn, so that the last answer can be taken back.

    `open_session` gives a new session of the same case. Replies of probes are remembered too: an undo runs nothing.
    """

    def __init__(self, open_session: Callable[[], Session]) -> None:
        self._open_session = open_session
        self._session: Session | None = None
        self.turns: tuple[Turn, ...] = ()
        self.current: Step | None = None

    @property
    def can_rewind(self) -> bool:
        """Whether a person has answered anything yet."""
        return any(isinstance(turn.reply, Answer | Material) for turn in self.turns)

    def begin(self) -> Step:
        """Open the session and give its first step."""
        self._session = self._open_session()
        self.turns = ()
        return self._send(None)

    def advance(self, reply: Reply) -> Step:
        """Reply to the current step and give the next one."""
        if self.current is None:
            return self.begin()
        self.turns = (*self.turns, Turn(self.current, reply))
        return self._send(reply)

    def rewind(self) -> Step:
        """Take the last answer back: replay all that came before it; give the step that asked for it."""
        kept = self._turns_before_last_answer()
        step = self.begin()
        for turn in kept:
            if step != turn.step:  # the session went another way: stop here rather than reply to the wrong question
                break
            step = self.advance(turn.reply)
        return step

    def _turns_before_last_answer(self) -> tuple[Turn, ...]:
        answered = [index for index, turn in enumerate(self.turns) if isinstance(turn.reply, Answer | Material)]
        return self.turns[: answered[-1]] if answered else self.turns

    def _send(self, reply: Reply) -> Step:
        if self._session is None:
            raise RuntimeError("the conversation has not begun")
        try:
            self.current = self._session.send(reply)
        except StopIteration as end:  # a session may return its report without yielding Done first
            self.current = Done(end.value)
        return self.current
