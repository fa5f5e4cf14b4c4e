"""Brand compliance: checks on the rendered pixels and the known layer boxes, a weighted verdict, a report.

This face exports values only. What touches pixels lies in modules of its own: ``subject`` (the picture and
what is measured of
it), ``judge`` (runs the checks), ``report`` (the page).
"""

from onbrand.compliance.model import (
    CheckResult,
    Component,
    ComponentScores,
    Cure,
    FileFacts,
    Finding,
    Fix,
    Gate,
    GateResult,
    LeftOut,
    Lift,
    Outcome,
    Post,
    ReadText,
    Severity,
    Verdict,
)

__all__ = [
    "CheckResult",
    "Component",
    "ComponentScores",
    "Cure",
    "FileFacts",
    "Finding",
    "Fix",
    "Gate",
    "GateResult",
    "LeftOut",
    "Lift",
    "Outcome",
    "Post",
    "ReadText",
    "Severity",
    "Verdict",
]
