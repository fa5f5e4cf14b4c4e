"""What people call placements."""

_PLATFORMS = {"linkedin": "LinkedIn", "youtube": "YouTube", "tiktok": "TikTok", "whatsapp": "WhatsApp"}


def placement_name(identifier: str) -> str:
    """The placement as people write it, for example "LinkedIn cover"."""
    platform, _, rest = identifier.partition("_")
    return f"{_PLATFORMS.get(platform, platform.capitalize())} {rest.replace('_', ' ')}".strip()
