"""The nouns of the project: frozen dataclasses, standard library only.

One word per thing, in code, data and on screen. Lines count from 1 and columns from 0 (as `ast` has them), always in
the text as the person pasted it.
"""

from troubleshooter.model.diagnoses import Basis, Diagnosis, Standing, State
from troubleshooter.model.dialogue import Answer, Ask, AskMaterial, Done, Material, Propose, Reply, RunProbe, Say, Step
from troubleshooter.model.knowledge import (
    CASE,
    Cause,
    Complaint,
    Fact,
    FactSpec,
    Literals,
    Question,
    RepairPlan,
    Symptom,
    Telling,
)
from troubleshooter.model.paste import Environment, ErrorLink, Frame, Paste, Place, Snippet, Traceback, Wrapper
from troubleshooter.model.probes import Ending, Outcome, ProbeRequest
from troubleshooter.model.repairs import Check, Proposal, Repair, Verdict
from troubleshooter.model.reports import Next, OpenError, Report, Status
from troubleshooter.model.targets import Slice, Target, TargetKind, TensorSpec

__all__ = [
    "CASE",
    "Answer",
    "Ask",
    "AskMaterial",
    "Basis",
    "Cause",
    "Check",
    "Complaint",
    "Diagnosis",
    "Done",
    "Ending",
    "Environment",
    "ErrorLink",
    "Fact",
    "FactSpec",
    "Frame",
    "Literals",
    "Material",
    "Next",
    "OpenError",
    "Outcome",
    "Paste",
    "Place",
    "ProbeRequest",
    "Proposal",
    "Propose",
    "Question",
    "Repair",
    "RepairPlan",
    "Reply",
    "Report",
    "RunProbe",
    "Say",
    "Slice",
    "Snippet",
    "Standing",
    "State",
    "Status",
    "Step",
    "Symptom",
    "Target",
    "TargetKind",
    "Telling",
    "TensorSpec",
    "Traceback",
    "Verdict",
    "Wrapper",
]
