"""A world for each test."""

from tests.support.worlds import world

__all__ = ["world"]
