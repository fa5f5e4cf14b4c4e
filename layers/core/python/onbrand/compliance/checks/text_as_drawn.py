"""Do the pixels show the words that the layer list names, in the font that it names?"""

from math import sqrt

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.redrawn import OTHER, SAME, Likeness
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.compliance.text_rows import has_letters
from onbrand.compliance.told import ANOTHER, SLIPS, Told, at_its_word
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_as_drawn", Component.TYPOGRAPHY)


def check(subject: Subject) -> CheckResult:
    """Each text drawn anew and compared with the strokes that are there, and with what was read, where somebody did;
    the worst decides."""
    if not subject.is_listed:
        return RULE.unknown("There is no list of the picture's layers to compare with.")
    findings = [_drawn(one, one.least_alike) for one in subject.told if one.least_alike is not None]
    findings += [_read(one, one.misread) for one in subject.told if one.misread is not None]
    said = {one.layer.id for one in subject.told if one.says_it}
    few = [
        (layer, ink)
        for layer, ink in subject.clear_texts
        if has_letters(layer) and layer.id not in said and (ink is None or not ink.is_whole)
    ]
    findings += [_few(layer, ink) for layer, ink in few]
    known = {layer.id for layer, _ in few}
    unsure = [
        one
        for one in subject.told
        if not one.is_drawn and not one.is_contradicted and one.layer.id not in known
    ]
    rest = at_its_word(unsure, "the font" if all(one.is_known for one in unsure) else "words and font")
    if findings:
        return RULE.besides(RULE.worst(findings), rest)
    return RULE.unknown(rest) if rest else RULE.nothing("The layer list has no text to compare.")


def _drawn(one: Told, worst: Likeness) -> Finding:
    share = rounded(worst.share)
    font = f"{one.layer.font_family} {one.layer.font_weight or 400}"
    message = f"The text {one.layer.id!r} is drawn as the layer list says."
    if one.is_drawn and share < SAME:
        message = f"The strokes of the text {one.layer.id!r} differ in places from those of its listed words."
    if one.is_contradicted:
        other = (
            "another font is"
            if one.misread is not None and one.says_it
            else "other words or another font are"
        )
        message = f"The layer list says “{worst.line}” in {font} for the text {one.layer.id!r}; {other} on the picture."
    return RULE.finding(ramp(share, OTHER, SAME), share, SAME, message, worst.box)


def _few(layer: PlacedLayer, ink: Ink | None) -> Finding:
    """So few strokes need not be laid on the listed ones: none are more like those than the share that they can be of
    them allows."""
    cover = rounded(ink.cover if ink else 0.0)
    share = rounded(sqrt(cover))
    message = (
        f"Of the strokes of the text {layer.id!r} {percent(cover)} are on the picture: it is not drawn as the layer list "
        "says."
    )
    return RULE.finding(ramp(share, OTHER, SAME), share, SAME, message, ink.box if ink else layer.box)


def _read(one: Told, misread: float) -> Finding:
    wrong = rounded(misread)
    message = f"The text {one.layer.id!r} reads as the layer list says."
    if wrong > SLIPS:
        message = (
            f"The layer list says “{one.words}” for the text {one.layer.id!r}; the picture reads “{one.read}” "
            f"({percent(wrong)} of the letters differ)."
        )
    return RULE.finding(ramp(wrong, ANOTHER, SLIPS), wrong, SLIPS, message, one.layer.box)
