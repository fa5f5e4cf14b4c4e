"""Does the platform take files of this format?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.subject import Subject

RULE = Rule("file_format", Gate.PLATFORM)


def check(subject: Subject) -> CheckResult:
    """The format by the file's first bytes, among those that the placement takes."""
    placement, file = subject.placement, subject.file
    if placement is None or file is None:
        return RULE.unknown("The format of the file, or the placement it is for, is not known.")
    taken = ", ".join(placement.formats)
    message = f"The file's format is {file.format}; the platform takes {taken}."
    return RULE.yes(file.format in placement.formats, file.format, taken, message)
