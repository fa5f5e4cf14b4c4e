"""What the API shows of a request's waivers."""

from typing import Self

from onbrand.compliance.model import ComponentScores, GateResult
from onbrand.compliance.waiving import Waiver
from onbrand.content.counting import PictureStanding
from onbrand.content.measured import Waived
from onbrand.content.model import Measure
from onbrand.kernel.values import Value


class WaivedPicture(Value):
    """A picture without and with its waivers; `components` and `gates` are those with them, where any counts. `said`:
    what is waived, in sentences."""

    placement: str
    without: Measure
    counted: Measure
    components: ComponentScores | None
    gates: tuple[GateResult, ...]
    said: tuple[str, ...]


class WaivedView(Value):
    """A request without and with its waivers in force, which are named in `in_force`; `waivers` are all there ever
    were."""

    request_id: str
    without: Measure | None
    counted: Measure | None
    pictures: tuple[WaivedPicture, ...]
    waivers: tuple[Waiver, ...]
    in_force: tuple[str, ...]

    @classmethod
    def of(cls, waived: Waived) -> Self:
        """The view of a request's waivers."""
        return cls(
            request_id=waived.request.id,
            without=waived.without,
            counted=waived.counted,
            pictures=tuple(_picture(one) for one in waived.pictures),
            waivers=tuple(waived.waivers),
            in_force=tuple(one.id for one in waived.active),
        )


def _picture(picture: PictureStanding) -> WaivedPicture:
    standing = picture.standing
    return WaivedPicture(
        placement=picture.placement,
        without=picture.without,
        counted=picture.counted,
        components=standing.components if standing else None,
        gates=standing.gates if standing else (),
        said=tuple(picture.said),
    )
