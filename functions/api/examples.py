"""Bodies to copy, by operation; the test suite checks them against their models."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "createOrganization": {
        "name": "Northbeam Coffee",
        "slug": "northbeam-coffee",
        "time_zone": "Europe/Oslo",
    },
    "changeMessagePreferences": {
        "off": ["approval_reminder", "report"],
        "digest": True,
        "quiet": {"starts": "20:00", "ends": "07:30"},
        "time_zone": "Europe/Oslo",
    },
    "addMember": {"email": "jon@northbeam.example", "role": "approver"},
    "changeRole": {"role": "brand_manager"},
    "createBrand": {
        "name": "Northbeam",
        "palette": [
            {"name": "ink", "hex": "#1D1A16", "role": "text"},
            {"name": "cream", "hex": "#F6EFE4", "role": "background"},
            {"name": "copper", "hex": "#A8492A", "role": "primary"},
        ],
        "typography": {
            "heading": {"family": "Fraunces", "weights": [700]},
            "body": {"family": "Inter", "weights": [400, 600]},
        },
    },
    "startUpload": {
        "kind": "logo",
        "variant": "full",
        "name": "logo",
        "content_type": "image/svg+xml",
        "bytes": 2048,
    },
    "previewTemplate": {
        "texts": {"headline": "Slow mornings, bright coffee"},
        "placements": ["instagram_square"],
    },
    "scoreVisual": {
        "placement": "instagram_story",
        "alt_text": "A barista pours a filter coffee. Meet Morning Light.",
        "caption": "Our spring filter roast, in small batches.",
    },
    "reportVisual": {"placement": "instagram_story"},
    "simulateProfile": {
        "design": {
            "name": "Northbeam",
            "palette": [
                {"name": "ink", "hex": "#1D1A16", "role": "text"},
                {"name": "cream", "hex": "#F6EFE4", "role": "background"},
                {"name": "copper", "hex": "#A8492A", "role": "primary"},
            ],
            "typography": {
                "heading": {"family": "Fraunces", "weights": [700]},
                "body": {"family": "Inter", "weights": [400, 600]},
            },
            "compliance": {"threshold": 0.9},
        },
        "limit": 10,
    },
    "waiveFinding": {
        "check": "margins",
        "placement": "instagram_square",
        "reason": "The partner's badge has to touch the edge.",
        "ends_at": "2030-01-31T17:00:00Z",
    },
    "createWorkflow": {
        "name": "Brand, then legal",
        "steps": [
            {"name": "Brand", "approvers": ["approver"], "due_hours": 16, "reminders": [8]},
            {
                "name": "Legal",
                "approvers": ["brand_managers"],
                "rule": "quorum",
                "quorum": 2,
                "due_hours": 24,
                "escalations": [{"to": ["owner"], "due_hours": 8}],
                "reopened_by": ["picture"],
            },
        ],
    },
    "submitRequest": {
        "brand_id": "01K9W0M3S4T5V6W7X8Y9ZABCDE",
        "brief": {
            "keywords": ["coffee", "morning", "window"],
            "texts": {"headline": "Slow mornings, bright coffee"},
            "alt_text": "A cup of coffee by a window in the morning sun",
        },
        "placements": ["instagram_square"],
        "priority": 5,
    },
    "changePlan": {"plan": "team"},
    "setBudget": {"limits": [{"amount": "250.00", "currency": "EUR"}]},
    "setBrandBudget": {"limits": [{"amount": "40.00", "currency": "EUR"}]},
    "decideApproval": {"decision": "approved", "content_version": 1, "comment": "Lovely."},
    "delegateApproval": {"to": "3f0c9c9e-8f8e-4b5e-9a53-0d4d3f1f7a11"},
    "holdReview": {"reason": "Legal looks at the new licence first."},
    "addComment": {
        "text": "The logo is too close to the edge here.",
        "placement": "instagram_square",
        "point": {"x": 0.92, "y": 0.08},
        "finding": "margins",
    },
    "reviseRequest": {
        "brief": {
            "keywords": ["coffee", "morning", "window"],
            "texts": {"headline": "Bright coffee for slow mornings"},
        },
        "content_version": 1,
    },
    "withdrawRequest": {"reason": "The campaign has moved."},
    "rescheduleRequest": {"publish_at": "2026-03-02T08:00:00+01:00"},
    "createWebhook": {
        "url": "https://hooks.northbeam.example/onbrand",
        "events": ["request.finalized", "approval.decided"],
        "description": "Tells the planning board",
    },
    "nameSubstitute": {
        "substitute_id": "3f0c9c9e-8f8e-4b5e-9a53-0d4d3f1f7a11",
        "starts_at": "2026-07-13T00:00:00+02:00",
        "ends_at": "2026-08-03T00:00:00+02:00",
    },
    "createApproverGroup": {"name": "Legal", "members": ["3f0c9c9e-8f8e-4b5e-9a53-0d4d3f1f7a11"]},
    "changeWorkingTime": {"days": [1, 2, 3, 4, 5], "start": 8, "end": 16, "holidays": ["2026-05-17"]},
    "orderReport": {"kind": "monthly_costs", "day": "2026-01-31"},
    "defineReport": {
        "kind": "daily_usage",
        "recipients": ["finance@northbeam.example"],
        "time_zone": "Europe/Oslo",
    },
    "changeReportDefinition": {
        "kind": "daily_usage",
        "recipients": ["finance@northbeam.example"],
        "time_zone": "Europe/Oslo",
        "enabled": False,
    },
}
