"""drop-none-sources: a gradient is asked only by the weights that are there."""

from __future__ import annotations

import libcst as cst

from troubleshooter.errors import CannotRepair
from troubleshooter.facts.tape_source import none_source
from troubleshooter.repair.code import every, text
from troubleshooter.repair.job import Change, Job
from troubleshooter.repair.tapes import concrete, faulty


def repair(job: Job) -> Change:
    """Take the None out of the list, wherever that list is written."""
    edits: dict[cst.CSTNode, cst.CSTNode] = {}
    for found in faulty(job.code, none_source):
        node = concrete(job.code, found.program, found.node)
        gone = text(node)
        for listed in every(job.code.module, cst.List, cst.Tuple):
            kept = [element for element in listed.elements if text(element.value) != gone]
            if len(kept) < len(listed.elements) and kept and isinstance(listed, cst.List):
                kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
                edits[listed] = listed.with_changes(elements=kept)
    if not edits:
        raise CannotRepair("the weight that is missing stands in no list", hint="Leave it out of the sources.")
    return Change(edits, exercises=("", ""))
