"""Is everything there that the brand wants on every picture? Logo and texts by what was found of them."""

from onbrand.brand.profile import Element
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("mandatory", Component.LAYOUT)
_NAMES = {Element.CTA: "call to action", Element.LEGAL: "legal text", Element.QR: "QR code"}


def check(subject: Subject) -> CheckResult:
    """Each missing element is a finding of its own."""
    wanted = subject.design.layout.mandatory
    if not wanted:
        return RULE.nothing("The brand requires no element on every picture.")
    findings = []
    for element in wanted:
        if element is not Element.LOGO and not subject.is_listed:
            continue
        there, name = _is_there(subject, element), _NAMES.get(element, element.value)
        message = (
            f"The {name} is on the picture."
            if there
            else f"The {name} is missing; the brand wants one on every picture."
        )
        findings.append(
            RULE.finding(1.0 if there else 0.0, "found" if there else "missing", "found", message)
        )
    if findings:
        return RULE.worst(findings)
    return RULE.unknown("Whether all required elements are there is not known." + subject.want_of_list)


def _is_there(subject: Subject, element: Element) -> bool:
    match element:
        case Element.LOGO:
            return subject.logo is not None
        case Element.PHOTO:
            return bool(subject.of_type(LayerType.PHOTO))
        case Element.QR:
            return bool(subject.of_type(LayerType.QR))
        case _:
            return any(
                ink is not None and ink.is_whole
                for layer, ink in subject.texts
                if layer.role == element.value
            )
