"""The verdict on a visual as one page, with the picture in it."""

from onbrand.compliance.report import ReportPage, render_report
from onbrand.content.objects import MAX_PICTURE_BYTES
from onbrand.content.ports import VisualStudio
from onbrand.content.visuals import Visuals, VisualToScore
from onbrand.identity import Access


class VisualPages:
    """Use case of members who want to see, print or send what was measured."""

    def __init__(self, visuals: Visuals, studio: VisualStudio) -> None:
        self._visuals = visuals
        self._studio = studio

    def html(self, access: Access, brand_id: str, asset_id: str, wanted: VisualToScore) -> str:
        """The page; a file that is too large for an answer is shown by a smaller copy. Raises what ``Visuals`` raises."""
        judged = self._visuals.judged(access, brand_id, asset_id, wanted)
        picture = judged.data
        if len(picture) > MAX_PICTURE_BYTES:
            picture = self._studio.fitted(picture, MAX_PICTURE_BYTES)
        return render_report([ReportPage(judged.verdict, picture, alone=True)], judged.profile.design)
