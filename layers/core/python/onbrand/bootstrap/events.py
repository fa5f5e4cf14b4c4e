"""Provides the bus."""

from onbrand.bootstrap.parts import Bus, parts


def event_publisher() -> Bus:
    """Where events are published."""
    return parts().bus
