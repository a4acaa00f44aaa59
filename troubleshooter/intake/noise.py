"""Lines that stand around an error in a terminal and end its message: logs, prompts, progress bars, chat."""

from __future__ import annotations

import re

FENCE = "\f"  # stands for a Markdown fence; cleaned text has no form feed

_NOISE = re.compile(
    r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?.*"  # TensorFlow's and Python's dated logs
    r"|[IWEF]\d{4} \d\d:\d\d:.*|[IWEF]0000 00:00:.*"  # absl
    r"|(?:WARNING|INFO|DEBUG|ERROR|CRITICAL)[: ].*|\[(?:WARN(?:ING)?|INFO|ERROR|DEBUG)\].*"
    r"|\S+\.py:\d+: \w*Warning: .*"
    r"|Epoch \d+/\d+.*|\s*\d+/(?:\d+|Unknown)\s+(?:\[|━|\S*\d+s ).*"
    r"|={3,} (?:\S.* )?={3,}|_{5,} \S.* _{5,}|FAILED \S+(?:::| - ).*|-{5,} Captured .* -{5,}"  # pytest
    r"|!!! Recursion (?:error )?detected.*|ERROR! Session/line number was not unique.*"
    r"|\s+warnings\.warn\(.*"  # the source line that Python shows below a warning
    r"|Process finished with exit code.*|Press any key.*|\[Finished in .*|\*\*\* .* \*\*\*"
    r"|(?:\([\w.-]+\) )?[\w.-]+@[\w.-]+:[^$#]*[$#].*|(?:\([\w.-]+\) )?(?:PS )?[A-Z]:\\[^>\n]*>.*|\$ .*|% python.*"
)
_PROMPT = re.compile(r"\s*(?:>>>(?: .*)?|In ?\[[\d *]*\]:.*|Out ?\[\d+\]:.*)")


def is_noise(line: str) -> bool:
    """Whether `line` can be no part of an exception's message."""
    return line == FENCE or bool(_NOISE.fullmatch(line[:2000])) or is_prompt(line)


def is_prompt(line: str) -> bool:
    """Whether `line` begins with the prompt of a Python console or notebook: source, but of no message."""
    return bool(_PROMPT.fullmatch(line[:2000]))
