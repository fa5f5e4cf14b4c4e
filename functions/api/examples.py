"""Bodies to copy, by operation; the test suite checks them against their models."""

from typing import Any

BODIES: dict[str, dict[str, Any]] = {
    "createOrganization": {
        "name": "Northbeam Coffee",
        "slug": "northbeam-coffee",
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
    "createWorkflow": {
        "name": "One approver decides",
        "steps": [{"approvers": ["approver"], "due_hours": 48}],
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
}
