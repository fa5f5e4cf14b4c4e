"""A query as Freepik wants it: flat keys in brackets, switches as ``1``."""

from onbrand.sourcing import ImageQuery, Orientation

PAGE_SIZE = 20

# Filters and answers name the same shape differently.
_ORIENTATION_FILTERS = {
    Orientation.HORIZONTAL: "landscape",
    Orientation.VERTICAL: "portrait",
    Orientation.SQUARE: "square",
    Orientation.PANORAMIC: "panoramic",
}


def search_parameters(query: ImageQuery, page: int) -> list[tuple[str, str]]:
    """The parameters of ``GET /v1/resources``; several values of one filter are several switches."""
    wanted = query.filter
    parameters = [
        ("term", " ".join(query.keywords)),
        ("page", str(page)),
        ("limit", str(PAGE_SIZE)),
        ("order", "relevance"),
        ("filters[content_type][photo]", "1"),
    ]
    parameters += [
        (f"filters[orientation][{_ORIENTATION_FILTERS[shape]}]", "1") for shape in wanted.orientations
    ]
    parameters += [(f"filters[license][{licence}]", "1") for licence in wanted.licences]
    if wanted.exclude_ai_generated:
        parameters.append(("filters[ai-generated][excluded]", "1"))
    if wanted.people is not None:
        parameters.append((f"filters[people][{wanted.people}]", "1"))
    if wanted.colour is not None:
        parameters.append(("filters[color]", str(wanted.colour)))
    return parameters
