"""Where the numbers of boxes stand on a picture, so that none covers another."""

from collections.abc import Sequence


def pin_places(
    boxes: Sequence[Sequence[float]], size: tuple[int, int], radius: float
) -> list[tuple[float, float]]:
    """The centres of round pins (pixels), one for each box (x, y, width, height): just outside the box's
    upper left corner, moved right, then down, until it is free of the pins before it."""
    width, height = size
    taken: list[tuple[float, float]] = []
    for left, top, *_ in boxes:
        x = min(max(left - 0.4 * radius, radius), width - radius)
        y = min(max(top - 0.4 * radius, radius), height - radius)
        while any(abs(x - other) < 2 * radius and abs(y - above) < 2 * radius for other, above in taken):
            x += 2 * radius
            if x > width - radius:
                x, y = radius, y + 2 * radius
        taken.append((round(x, 2), round(y, 2)))
    return taken
