"""Are the texts set in the brand's families and weights, and in no more families than it has?"""

from onbrand.brand.profile import FontChoice
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.compliance.told import at_its_word
from onbrand.imaging.model import PlacedLayer

RULE = Rule("fonts", Component.TYPOGRAPHY)


def check(subject: Subject) -> CheckResult:
    """Each text against the font of its role. Where the picture contradicts the list, a font that it names is at most
    wrong."""
    named = [one for one in subject.told if one.layer.font_family is not None]
    judged = [(one, _text(subject, one.layer)) for one in named]
    findings = [found for one, found in judged if found.score != 1 or not one.is_contradicted]
    rest = at_its_word([one for one in named if not one.is_drawn], "the font")
    if findings:
        return RULE.besides(RULE.mean(findings), rest)
    if rest:
        return RULE.unknown(rest)
    return RULE.unjudged("No text names its font." + subject.want_of_list, not subject.is_listed)


def _text(subject: Subject, layer: PlacedLayer) -> Finding:
    typography = subject.design.typography
    choice = typography.heading if layer.role == "heading" else typography.body
    other = typography.body if choice is typography.heading else typography.heading
    used = f"{layer.font_family} {layer.font_weight or 400}"
    message = f"The text {layer.id!r} is set in {used}; the brand asks for {_named(choice)}."
    return RULE.finding(_score(layer, choice, other), used, _named(choice), message, layer.box)


def _score(layer: PlacedLayer, choice: FontChoice, other: FontChoice) -> float:
    """The right family in a foreign weight, or the brand's other family, is half right."""
    weight = layer.font_weight or 400
    if layer.font_family == choice.family:
        return 1.0 if weight in choice.weights else 0.5
    return 0.5 if layer.font_family == other.family else 0.0


def _named(choice: FontChoice) -> str:
    return f"{choice.family} {'/'.join(map(str, choice.weights))}"
