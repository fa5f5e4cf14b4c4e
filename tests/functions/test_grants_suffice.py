"""Every function is put together with nothing but the settings that its manifest row implies."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from infra.manifest import FUNCTIONS, Function, Secret
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.secrets import MemorySecrets
from onbrand.bootstrap.parts import Parts, using
from tests.support.parts import ENVIRON, SECRETS, memory_parts

ROWS = {row.name: row for row in FUNCTIONS}
PROVIDERS = {
    "api": ("brand:brands", "brand:templates", "brand:brand_assets", "content:content_service",
            "approval:approval_service", "approval:workflow_service", "approval:arrangements", "content:revisions",
            "content:waivers", "content:rescore_planning", "metering:usage_reports", "metering:compliance_trends",
            "audit:audit_service", "identity:people", "identity:organizations", "paging:cursors",
            "notify:delivery_desk", "notify:feedback", "notify:wishes_service",
            "webhooks:endpoints", "webhooks:delivery_log", "analytics:report_desk", "metering:accounts", "metering:quotes"),
    "preferences_links": ("notify:switch_links", "notify:wishes_service"),
    "mail_feedback": ("notify:feedback",),
    "complete_brand_asset": ("uploads:uploads", "identity:people"),
    "preview_template": ("imaging:template_previews", "identity:people"),
    "simulate_profile": ("compliance:simulations", "identity:people"),
    "score_visual": ("visuals:visuals", "visuals:visual_pages", "identity:people"),
    "approval_links": (
        "approval:approval_links", "approval:approval_service", "content:content_service", "brand:brands",
        "identity:identity_repository",
    ),
    "prepare_request": ("content:prepare_request",),
    "source_image": ("sourcing:source_image",),
    "compose_asset": ("imaging:compose_asset",),
    "score_compliance": ("compliance:score_compliance",),
    "render_variants": ("compliance:render_variants",),
    "open_approval": ("approval:approval_service",),
    "finalize_request": ("content:finalize_request",),
    "fail_request": ("content:fail_request",),
    "publish_events": ("events:event_publisher",),
    "start_pipeline": ("content:pipeline_runs",),
    "resume_pipeline": ("approval:approval_service",),
    "stop_pipeline": ("content:pipeline_runs",),
    "notify": ("notify:notify_service",),
    "send_message": ("notify:deliveries",),
    "record_activity": ("audit:audit_service",),
    "deliver_webhooks": ("webhooks:fan_out",),
    "send_webhook": ("webhooks:sending",),
    "retry_webhooks": ("webhooks:retries",),
    "aggregate_usage": ("metering:shard_work",),
    "aggregate_shard": ("metering:window_closer",),
    "send_reports": ("analytics:report_planner",),
    "make_report": ("analytics:report_maker",),
    "settle_due": (
        "approval:approval_service", "content:pipeline_runs", "content:waivers", "metering:spending", "notify:notify_service",
    ),
    "plan_rescores": ("content:rescore_planning",),
    "rescore_request": ("compliance:rescoring",),
}  # fmt: skip


def granted(row: Function) -> Parts:
    """Parts with what the row grants; any other would have to be built, and its variable is missing."""
    whole = memory_parts()
    given: dict[str, Any] = {"clock": FrozenClock(), "secrets": MemorySecrets(SECRETS)}
    grants = {
        "table": row.table,
        "objects": row.assets,
        "pipeline": row.pipeline,
        "bus": row.publishes_events,
        "mailer": row.sends_mail,
        "work": row.hands_work_to,
    }
    given |= {name: getattr(whole, name) for name, grant in grants.items() if grant}
    prefixes = tuple(
        prefix
        for prefix, grant in {
            "SIGNING_": Secret.SIGNING in row.secrets,
            "FREEPIK_": Secret.FREEPIK in row.secrets,
            "PUBLIC_": row.sends_mail,
            "MAIL_": row.sends_mail,
            "FREEPIK_C": row.estimates_costs,
        }.items()
        if grant
    )
    return Parts({name: value for name, value in ENVIRON.items() if name.startswith(prefixes)}, **given)


@pytest.mark.parametrize("name", ROWS)
def test_a_function_is_put_together_from_its_grants(name: str) -> None:
    with using(granted(ROWS[name])):
        for provider in PROVIDERS[name]:
            module, function = provider.split(":")
            provide: Callable[[], object] = getattr(import_module(f"onbrand.bootstrap.{module}"), function)
            assert provide() is not None


def test_every_function_is_listed() -> None:
    assert PROVIDERS.keys() == ROWS.keys()
