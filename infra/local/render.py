"""`onbrand render`: the composition of the Lambdas on files, without a cloud."""

from pathlib import Path
from typing import Any

from infra.local.files import read_bytes, read_house, read_template, write_all
from onbrand.imaging.child import normalise_in_child
from onbrand.imaging.model import Artwork
from onbrand.imaging.render import render
from onbrand.kernel.errors import Invalid
from onbrand.placement import CORE_PLACEMENTS, Placement, placement


def chosen_placements(names: str) -> list[Placement]:
    """The placements named, ``all`` for the core set. Raises UnknownPlacementError."""
    wanted = (
        CORE_PLACEMENTS if names == "all" else [name.strip() for name in names.split(",") if name.strip()]
    )
    return [placement(name) for name in dict.fromkeys(wanted)]


def _texts(pairs: list[str]) -> dict[str, str]:
    texts = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise Invalid(f"--text takes KEY=VALUE, not {pair!r}.")
        texts[key] = value
    return texts


def render_files(
    photo: Path, brand: Path, template: Path, out: Path, texts: list[str], placements: str
) -> dict[str, Any]:
    """Write ``<placement>.<format>`` and ``<placement>.layers.json`` for each placement; what was written, as a document.

    Raises Invalid, Unprocessable and their kin before anything is written.
    """
    profile, logos, fonts = read_house(brand)
    design = read_template(template)
    targets = chosen_placements(placements)
    given = _texts(texts)
    missing = sorted(design.required_slots - given.keys())
    if missing:
        raise Invalid(
            f"The template {template} asks for the text {missing[0]!r}; give it with --text {missing[0]}=…."
        )
    picture = normalise_in_child(read_bytes(photo))
    variants = render(
        Artwork(profile=profile, template=design, photo=picture.data, texts=given, logos=logos, fonts=fonts),
        targets,
    )
    files: dict[str, bytes] = {}
    report = []
    for variant in variants:
        name = f"{variant.placement}.{'jpg' if variant.format == 'jpeg' else variant.format}"
        files[name] = variant.data
        files[f"{variant.placement}.layers.json"] = variant.composition.model_dump_json(indent=1).encode()
        report.append(
            {
                "placement": variant.placement,
                "width": variant.width,
                "height": variant.height,
                "bytes": len(variant.data),
                "path": str(out / name),
                "layers": str(out / f"{variant.placement}.layers.json"),
            }
        )
    try:
        write_all(out, files)
    except OSError as error:
        raise Invalid(f"{out} cannot be written: {error.strerror or error}.") from error
    return {"variants": report}
