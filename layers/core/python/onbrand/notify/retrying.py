"""When a mail is tried again. The schedule looks every five minutes, so no wait is shorter."""

from datetime import timedelta

from onbrand.notify.delivery import Category

FIRST_WAIT = timedelta(minutes=5)
TRIES = {Category.TRANSIENT: 8, Category.ADAPTER: 2, Category.VALIDATION: 1, Category.SYSTEM: 1}
"""How often at most, by the category of the last failure: eight tries take ten hours and a half."""
ADAPTER_WAIT = timedelta(minutes=30)


def mail_wait(tries: int, category: Category) -> timedelta | None:
    """The time until the next try after ``tries`` of them, doubled every time; None: no more."""
    if tries >= TRIES[category]:
        return None
    return ADAPTER_WAIT if category is Category.ADAPTER else FIRST_WAIT * 2 ** (tries - 1)
