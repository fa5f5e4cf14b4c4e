"""Webhooks: what happens in an organization, told to the servers that it names, as the Standard Webhooks
specification says (https://www.standardwebhooks.com)."""

from onbrand.notify.webhooks.catalogue import told_by
from onbrand.notify.webhooks.channel import STATE, WebhookChannel
from onbrand.notify.webhooks.endpoints import Endpoints, Issued
from onbrand.notify.webhooks.fanout import FanOut
from onbrand.notify.webhooks.log import DeliveryLog, DeliveryStory
from onbrand.notify.webhooks.model import Disabled, Endpoint, EndpointDesign, Trial, WebhookJob
from onbrand.notify.webhooks.sending import Retries, Sending

__all__ = [
    "STATE",
    "DeliveryLog",
    "DeliveryStory",
    "Disabled",
    "Endpoint",
    "EndpointDesign",
    "Endpoints",
    "FanOut",
    "Issued",
    "Retries",
    "Sending",
    "Trial",
    "WebhookChannel",
    "WebhookJob",
    "told_by",
]
