"""What people are told of budgets."""

from decimal import Decimal
from typing import Any

from onbrand.metering.accounts import Account, amount_text
from onbrand.metering.budgets import PICTURES, Shortage, Tally
from onbrand.metering.plans import plan_above
from onbrand.metering.subscription import BillingPeriod


def exhausted(short: Shortage, account: Account, period: BillingPeriod) -> str:
    """Why something is not bought, when that ends, and what would help."""
    zone = account.subscription.time_zone
    reset = f"It starts again on {period.next_day:%-d %B %Y} ({zone})."
    limit, taken = amount_text(short.meter, short.limit), amount_text(short.meter, short.taken)
    if short.meter == PICTURES:
        plan = account.subscription.terms
        more = plan_above(plan)
        upgrade = f" The plan {more.name} has more." if more else ""
        return f"The quota of {limit} a month of the plan {plan.name} is used up ({taken}). {reset}{upgrade}"
    whose = "The organization's" if short.brand_id is None else "The brand's"
    return f"{whose} budget of {limit} a month does not cover this; {taken} are used or reserved. {reset}"


def warned(tally: Tally, meter: str, limit: Decimal, percent: int, period: BillingPeriod) -> dict[str, Any]:
    """The payload of BudgetWarned."""
    return {
        "brand_id": tally.brand_id,
        "meter": meter,
        "subject": "Pictures bought" if meter == PICTURES else f"Spend in {meter}",
        "used": amount_text(meter, tally.use(meter).taken),
        "limit": amount_text(meter, limit),
        "percent": percent,
        "resets_at": period.ends_at.isoformat(),
    }
