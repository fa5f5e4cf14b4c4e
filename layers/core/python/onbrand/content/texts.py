"""Whether a brief's texts and a template's slots go together."""

from collections.abc import Mapping

from onbrand.brand.template import Template
from onbrand.content.errors import TextsMismatchError
from onbrand.kernel.errors import FieldError


def fits(template: Template, texts: Mapping[str, str]) -> bool:
    """Whether the texts fill the template, and it shows all of them."""
    return template.design.filled_by(texts) and set(texts) <= template.design.slots


def check_texts(template: Template, texts: Mapping[str, str], under: str = "/brief/texts") -> None:
    """Raises TextsMismatchError that names each slot which is empty, or which the template does not have;
    ``under`` is where the texts are in the input."""
    design = template.design
    empty = [slot for slot in sorted(design.required_slots) if not texts.get(slot, "").strip()]
    unknown = sorted(set(texts) - design.slots)
    errors = [
        *(FieldError(f"{under}/{slot}", "this text is needed", "missing") for slot in empty),
        *(FieldError(f"{under}/{slot}", "the template has no such slot", "unknown_slot") for slot in unknown),
    ]
    if not errors:
        return
    facts = [
        f"needs a text for {', '.join(empty)}" if empty else "",
        f"has no slot {', '.join(unknown)} (it has {', '.join(sorted(design.slots)) or 'none'})"
        if unknown
        else "",
    ]
    raise TextsMismatchError(f"The template “{design.name}” {' and '.join(filter(None, facts))}.", errors)
