"""Where a photograph is calm: how much draws the eye in any rectangle of it."""

from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in fractions of the photograph."""

Table = tuple[tuple[float, ...], ...]


class Unrest(NamedTuple):
    """Summed-area tables (Crow, 1984) over a coarse grid: of the interest, with a mean of 1, and of the number of cells
    that nothing may stand on."""

    interest: Table
    taken: Table

    def under(self, bounds: Bounds) -> float:
        """The mean interest in a rectangle: 1 is that of the whole photograph."""
        rows, columns = len(self.interest) - 1, len(self.interest[0]) - 1
        left, top, right, bottom = bounds
        cells = (right - left) * columns * (bottom - top) * rows
        if cells <= 0:
            return 0.0
        across, down = (left * columns, right * columns), (top * rows, bottom * rows)
        return max(_sum(self.interest, across, down), 0.0) / cells

    def is_taken(self, bounds: Bounds) -> bool:
        """Whether a rectangle touches a cell that nothing may stand on."""
        rows, columns = len(self.taken) - 1, len(self.taken[0]) - 1
        left, top, right, bottom = bounds
        across = max(floor(left * columns), 0), min(ceil(right * columns), columns)
        down = max(floor(top * rows), 0), min(ceil(bottom * rows), rows)
        return across[0] < across[1] and down[0] < down[1] and _sum(self.taken, across, down) > 0


def unrest(interest: Sequence[Sequence[float]], taken: Sequence[Sequence[bool]]) -> Unrest:
    """The tables of a grid, row by row."""
    total = sum(map(sum, interest)) or 1.0
    cells = len(interest) * len(interest[0])
    return Unrest(_table([[one * cells / total for one in row] for row in interest]), _table(taken))


def _table(grid: Sequence[Sequence[float]]) -> Table:
    rows: list[tuple[float, ...]] = [(0.0,) * (len(grid[0]) + 1)]
    for row in grid:
        line, reached = [0.0], 0.0
        for above, one in zip(rows[-1][1:], row, strict=True):
            reached += one
            line.append(above + reached)
        rows.append(tuple(line))
    return tuple(rows)


def _sum(table: Table, across: tuple[float, float], down: tuple[float, float]) -> float:
    (left, right), (top, bottom) = across, down
    return (
        _at(table, right, bottom) - _at(table, left, bottom) - _at(table, right, top) + _at(table, left, top)
    )


def _at(table: Table, x: float, y: float) -> float:
    """The sum above and left of a point, between the grid's lines too."""
    x, y = min(max(x, 0.0), len(table[0]) - 1.0), min(max(y, 0.0), len(table) - 1.0)
    column, row = min(int(x), len(table[0]) - 2), min(int(y), len(table) - 2)
    x, y = x - column, y - row
    upper, lower = table[row], table[row + 1]
    return (upper[column] * (1 - x) + upper[column + 1] * x) * (1 - y) + (
        lower[column] * (1 - x) + lower[column + 1] * x
    ) * y
