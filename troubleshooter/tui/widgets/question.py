"""The question that stands: numbered choices, one key each."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from troubleshooter.model import Answer, Question
from troubleshooter.report import plain
from troubleshooter.tui.messages import Replied
from troubleshooter.tui.widgets.prose import Prose

UNKNOWN = "unknown"
CONSENT = "consent"  # not a fact to be unsure about: without a yes nothing is run


class QuestionPanel(Vertical):
    """Shows a question; posts `Replied(Answer)` once."""

    DEFAULT_CSS = """
    QuestionPanel {
        height: auto; border: round $primary; padding: 0 1; margin: 0 1;
        border-title-color: $text-primary; border-title-style: bold;
        .text { text-style: bold; }
        .why { color: $text-muted; }
        OptionList {
            height: auto; max-height: 10; border: none; padding: 0; margin-top: 1; background: $background;
            &:focus { border: none; }
        }
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self.border_title = "may I run it?" if question.fact == CONSENT else "a question for you"
        self._replied = False

    @property
    def may_be_unsure(self) -> bool:
        """Whether "I am not sure" is an answer here."""
        return self.question.fact != CONSENT

    def compose(self) -> ComposeResult:
        """Question, reason, choices."""
        yield Prose(self.question.text, "text")
        if self.question.why:
            yield Prose(self.question.why, "why")
        yield OptionList(*self._options(), markup=False, compact=True)

    def on_mount(self) -> None:
        """Put the cursor on the default choice."""
        choices = self.query_one(OptionList)
        values = [value for value, _ in self.question.choices]
        choices.highlighted = values.index(self.question.default) if self.question.default in values else 0
        choices.focus()

    def choose(self, number: int) -> None:
        """Answer with choice `number` (from 1); 0 is "not sure". Other numbers do nothing."""
        if number == 0 and self.may_be_unsure:
            self._reply(UNKNOWN)
        elif 0 < number <= len(self.question.choices):
            self._reply(self.question.choices[number - 1][0])

    @on(OptionList.OptionSelected)
    def _choose_option(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        last = event.option_index == len(self.question.choices)
        self.choose(0 if last else event.option_index + 1)

    def _options(self) -> list[Option]:
        rows = [(str(number), text) for number, (_, text) in enumerate(self.question.choices, 1)]
        rows += [("0", "I am not sure")] if self.may_be_unsure else []
        return [Option(Content.assemble((f" {key} ", "bold"), " ", plain(text))) for key, text in rows]

    def _reply(self, value: str) -> None:
        if not self._replied:
            self._replied = True
            self.post_message(Replied(Answer(value)))


def answer_words(question: Question, value: str) -> str:
    """The chosen answer in the question's own words."""
    return dict(question.choices).get(value, "I am not sure" if value == UNKNOWN else value)
