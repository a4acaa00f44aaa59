"""Reports as text, JSON and Markdown.

    to_text(report)       -> str   for a person at a terminal, 100 columns
    to_markdown(report)   -> str   for an issue or a chat
    to_json(report)       -> dict  schema 1 of the triage contract
    to_json_text(report)  -> str   the same, as text
    exit_status(report)   -> int   what a shell is told
    plain(text)           -> str   text without escape sequences and control characters
    readable(text)        -> str   the same, on one line

Whatever goes out has passed `plain`: a message or a source that was pasted never drives a terminal.
"""

from troubleshooter.report.as_json import to_json, to_json_text
from troubleshooter.report.as_markdown import to_markdown
from troubleshooter.report.as_text import to_text
from troubleshooter.report.plain import plain, readable
from troubleshooter.report.words import exit_status

__all__ = ["exit_status", "plain", "readable", "to_json", "to_json_text", "to_markdown", "to_text"]
