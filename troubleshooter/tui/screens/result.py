"""The result: diagnosis, corrected snippet, diff, verification, causes, notes; copy and save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Footer, TabbedContent, TabPane

from troubleshooter.model import Proposal, Report
from troubleshooter.report.words import counted
from troubleshooter.tui import words
from troubleshooter.tui.commands import (
    Back,
    Command,
    CopyReport,
    CopySnippet,
    Help,
    NewCase,
    OtherRepair,
    Save,
    ShowTab,
    Undo,
    bindings_of,
)
from troubleshooter.tui.front import Front
from troubleshooter.tui.messages import Rendered, Saved, UndoWanted
from troubleshooter.tui.saving import content_for, suggestion
from troubleshooter.tui.screens.base import CommandScreen
from troubleshooter.tui.screens.save import SaveScreen
from troubleshooter.tui.widgets.causes import CausesPage, NotesPage
from troubleshooter.tui.widgets.code import CodeView, diff, new_lines, numbered
from troubleshooter.tui.widgets.diagnosis import DiagnosesPage
from troubleshooter.tui.widgets.masthead import Masthead
from troubleshooter.tui.widgets.prose import Prose
from troubleshooter.tui.widgets.repair import ChecksPage, RepairHeadline

PAGES = ("diagnosis", "snippet", "diff", "checks", "causes", "notes")


class ResultScreen(CommandScreen):
    """Six pages of one report; the three about a repair follow the repair that is chosen."""

    CSS_PATH = "result.tcss"
    OFFERS = (ShowTab, CopySnippet, CopyReport, Save, OtherRepair, Undo, NewCase, Back, Help)
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(OFFERS)
    ABOUT = "What is wrong, the corrected snippet, and how it was verified. Digits turn the pages."

    def __init__(self, front: Front, report: Report, *, can_undo: bool = False) -> None:
        super().__init__()
        self._front = front
        self._report = report
        self._can_undo = can_undo
        first = (report.proposal,) if report.proposal else ()
        self._proposals: tuple[Proposal, ...] = (*first, *report.alternatives)
        self._chosen = 0

    @property
    def proposal(self) -> Proposal | None:
        """The repair that is shown."""
        return self._proposals[self._chosen] if self._proposals else None

    def compose(self) -> ComposeResult:
        """Headline and pages."""
        yield Masthead("the result")
        yield Prose(self._headline(), "-title", id="headline")
        with TabbedContent(id="pages"):
            for number, name in enumerate(PAGES, 1):
                with TabPane(f"{number} {name}", id=name):
                    yield from self._page(name)
        yield Footer(show_command_palette=False)

    def _headline(self) -> str:
        parts = [words.STATUS[self._report.status]]
        parts += [counted(len(self._report.diagnoses), "cause")] if len(self._report.diagnoses) > 1 else []
        parts += [words.verdict(self.proposal)] if self.proposal else ["no automatic repair"]
        return " · ".join(parts)

    def _page(self, name: str) -> tuple[Widget, ...]:
        match name:
            case "diagnosis":
                return (DiagnosesPage(self._report),)
            case "causes":
                return (CausesPage(self._report),)
            case "notes":
                return (NotesPage(self._report),)
        return (Vertical(*self._repair_page(name), classes="repair"),)

    def _repair_page(self, name: str) -> tuple[Widget, ...]:
        proposal = self.proposal
        if proposal is None:
            return (Prose("\nI have no corrected snippet for this; see the notes (6).", "-inset -quiet"),)
        head = RepairHeadline(proposal, self._chosen + 1, len(self._proposals))
        match name:
            case "snippet":
                repair = proposal.repair
                return head, CodeView(numbered(repair.source, new_lines(repair.diff)))
            case "diff":
                return head, CodeView(diff(proposal.repair.diff))
        return head, ChecksPage(proposal)

    # --- commands

    def allows(self, command: type[Command]) -> bool | None:
        """What needs a repair is hidden without one."""
        if command is CopySnippet:
            return self.proposal is not None
        if command is OtherRepair:
            return len(self._proposals) > 1
        if command is Undo:
            return self._can_undo
        return True

    @on(ShowTab)
    def _show_tab(self, command: ShowTab) -> None:
        self.query_one(TabbedContent).active = PAGES[command.number - 1]

    @on(TabbedContent.TabActivated)
    def _focus_page(self) -> None:
        """Arrow keys scroll the page at once."""
        pane = self.query_one(TabbedContent).active_pane
        for widget in pane.query("*") if pane else ():
            if widget.focusable:
                widget.focus(scroll_visible=False)
                return

    @on(OtherRepair)
    async def _other_repair(self) -> None:
        self._chosen = (self._chosen + 1) % len(self._proposals)
        self.query_one("#headline", Prose).say(self._headline())
        for name in ("snippet", "diff", "checks"):
            page = self.query_one(f"#{name} .repair", Vertical)
            await page.remove_children()
            await page.mount_all(self._repair_page(name))
        self._focus_page()

    @on(CopySnippet)
    def _copy_snippet(self) -> None:
        if self.proposal:
            self.post_message(Rendered("corrected snippet", self.proposal.repair.source))

    @on(CopyReport)
    def _copy_report(self) -> None:
        self._in_thread("render-report", self._render_in_thread)

    @on(Rendered)
    def _rendered(self, message: Rendered) -> None:
        self.app.copy_to_clipboard(message.text)
        count = counted(len(message.text.splitlines()), "line")
        self.notify(f"Copied the {message.what} ({count}), if your terminal lets me.", markup=False)

    @on(Save)
    def _ask_where(self) -> None:
        self.app.push_screen(SaveScreen(suggestion(self._report)), self._save)

    def _save(self, path: Path | None) -> None:
        if path is not None:
            self._in_thread("save-file", partial(self._save_in_thread, path))

    @on(Saved)
    def _saved(self, message: Saved) -> None:
        self.notify(f"Saved {message.path}", markup=False)

    @on(Undo)
    def _undo(self) -> None:
        self.post_message(UndoWanted())

    @on(Back)
    def _back(self) -> None:
        self.app.pop_screen()

    # --- in threads

    def _in_thread(self, name: str, body: Callable[[], None]) -> None:
        self.run_worker(body, name=name, thread=True, exit_on_error=False)

    def _render_in_thread(self) -> None:
        self.post_message(Rendered("report", self._front.render_report(self._report, "markdown")))

    def _save_in_thread(self, path: Path) -> None:
        path.write_text(content_for(path, self._front, self._report, self.proposal), encoding="utf-8")
        self.post_message(Saved(str(path)))
