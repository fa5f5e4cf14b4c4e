"""How pages write moments: in the organization's time zone, which is named."""

from datetime import datetime
from zoneinfo import ZoneInfo


def day(moment: datetime, zone: str) -> str:
    """As in "5 January 2026, 18:00 CET"; zones without letters are told by their distance, as in "UTC+05:45"."""
    local = moment.astimezone(ZoneInfo(zone))
    name = local.tzname() or zone
    if name[0] in "+-":
        name = f"UTC{name[:3]}:{name[3:] or '00'}"
    return f"{local:%-d %B %Y, %H:%M} {name}"
