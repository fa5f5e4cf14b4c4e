"""Is the file small enough for the platform?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.subject import Subject

RULE = Rule("file_size", Gate.PLATFORM)


def check(subject: Subject) -> CheckResult:
    """Bytes against the placement's limit."""
    placement, file = subject.placement, subject.file
    if placement is None or file is None:
        return RULE.unknown("The size of the file, or the placement it is for, is not known.")
    message = (
        f"The file has {file.size / 1e6:.2f} MB; the platform takes at most {placement.max_bytes / 1e6:g} MB."
    )
    right = file.size <= placement.max_bytes
    return RULE.yes(right, float(file.size), float(placement.max_bytes), message)
