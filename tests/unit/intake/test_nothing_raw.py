"""What a terminal would obey or a screen take for markup leaves no report raw, whichever box it was pasted into."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from troubleshooter.catalog import load
from troubleshooter.intake import read_paste
from troubleshooter.report import to_json_text, to_markdown, to_text
from troubleshooter.session import consult

CATALOG = load()
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
EVIL = st.sampled_from(
    [
        *(
            "\x1b[2J",
            "\x1b]0;title\x07",
            "\x9b31m",
            "\x1b]8;;http://x\x1b\\",
            "\x1bP1$q\x1b\\",
            "\x07",
            "\x00",
            "\x08\x08",
        ),
        *(
            "\u202e",
            "\u2066",
            "\ufeff",
            "\r",
            "\x0c",
            "\x85",
            "[bold red]",
            "[/]",
            "[link=http://x]",
            "\x1b[",
            "\ud800",
        ),
    ]
)
FRAME = 'Traceback (most recent call last):\n  File "{0}a{0}.py", line 3, in f{0}\n    return {0}x\n'
CHAIN = "KeyError: '{0}'\n\nDuring handling of the above exception, another exception occurred:\n\n"


@settings(deadline=None, max_examples=25)
@given(evil=st.lists(EVIL, min_size=1, max_size=4).map("".join))
def test_no_report_holds_it(evil: str) -> None:
    wrapped = (
        "ValueError: Exception encountered when calling Lambda.call().\n\n{0}tensor{0}\n\n"
        "Arguments received by Lambda.call():\n  • x={0}\n"
    )
    error = (FRAME + CHAIN + FRAME + wrapped).replace("{0}", evil)
    source = f"import tensorflow as tf\nx = tf.keras.layers.Lambda(lambda t: t)  # {evil}\n"
    paste = read_paste(traceback=error, source=source, complaint=f"the loss {evil} is flat", name=f"m{evil}.py")
    session = consult(paste, CATALOG, None, probing=False)
    reply = None
    while True:
        try:
            session.send(reply)
        except StopIteration as end:
            report = end.value
            break
    for text in (to_text(report), to_markdown(report), to_json_text(report)):
        assert not RAW.search(text)
    assert not RAW.search(json.dumps(json.loads(to_json_text(report)), ensure_ascii=False).replace("\n", ""))
