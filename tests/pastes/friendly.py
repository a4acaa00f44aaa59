"""Run inside one interpreter that has friendly-traceback: print, as JSON, what it says of each program's failure.

    python friendly.py PROGRAM...  ->  {program: {"ended": "explained" | type of the error, "text": text}}

It explains a live exception, in the process that failed: this is given to it as it wants it, one program after another.
"""

import json
import runpy
import sys
from pathlib import Path

import friendly_traceback


def explained(path):
    keras = sys.modules.get("keras")
    if keras is not None:
        keras.backend.clear_session()
    try:
        runpy.run_path(path, run_name="__main__")
    except BaseException:  # noqa: BLE001 - whatever it is, it is the failure
        try:
            friendly_traceback.explain_traceback(redirect="capture")
            return {"ended": "explained", "text": friendly_traceback.get_output()}
        except BaseException as error:  # noqa: BLE001 - it may give up in any way, by SystemExit too
            return {"ended": type(error).__name__, "text": friendly_traceback.get_output()}
    return {"ended": "no failure", "text": ""}


if __name__ == "__main__":
    found = {Path(path).stem: explained(path) for path in sys.argv[1:]}
    sys.__stdout__.write("\n" + json.dumps(found))
