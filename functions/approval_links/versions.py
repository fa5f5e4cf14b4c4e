"""What has changed since the version before: the pictures side by side, and which findings came and went."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.approval_links.findings import flaws_of
from onbrand.content.assets import Variant

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A placement whose picture has changed."""

    before: Variant
    now: Variant


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs; ``gone`` and ``new`` hold sentences of findings with the placements that they are about;
    ``still`` counts the findings of both versions, as the page numbers them."""

    pairs: Sequence[Pair] = ()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    unchanged: Sequence[str] = ()
    gone: dict[str, list[str]] = field(default_factory=dict)
    new: dict[str, list[str]] = field(default_factory=dict)
    still: int = 0


def difference(before: Sequence[Variant], now: Sequence[Variant]) -> Difference:
    """Compares two versions. A finding is the same when the same check found it equally bad on the same placement."""
    old, fresh = ({one.placement: one for one in variants} for variants in (before, now))
    both = [name for name in fresh if name in old]
    were, are = _found(before), _found(now)
    return Difference(
        pairs=[Pair(old[name], fresh[name]) for name in both if old[name].sha256 != fresh[name].sha256],
        added=[name for name in fresh if name not in old],
        removed=[name for name in old if name not in fresh],
        unchanged=[name for name in both if old[name].sha256 == fresh[name].sha256],
        gone=_grouped({key: text for key, text in were.items() if key not in are}),
        new=_grouped({key: text for key, text in are.items() if key not in were}),
        still=len({key[1:] for key in were.keys() & are.keys()}),
    )


def _found(variants: Sequence[Variant]) -> dict[Key, str]:
    return {
        (one.placement, flaw["component"], flaw["check"], flaw["severity"]): flaw["message"]
        for one in variants
        for flaw in flaws_of(one)
    }


def _grouped(found: dict[Key, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for (placement, *_), message in found.items():
        placements = groups.setdefault(message, [])
        if placement not in placements:
            placements.append(placement)
    return groups
