"""Provides webhooks."""

from onbrand.adapters.dynamodb.webhook_deliveries import TableWebhookDeliveries
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.bootstrap.parts import parts
from onbrand.notify.webhooks import DeliveryLog, Endpoints, FanOut, Retries, Sending, WebhookChannel


def endpoints() -> Endpoints:
    """Webhooks of organizations."""
    own = parts()
    return Endpoints(TableEndpoints(own.table), own.webhook_guard, own.clock, own.ids)


def delivery_log() -> DeliveryLog:
    """Deliveries of webhooks."""
    own = parts()
    return DeliveryLog(endpoints(), TableWebhookDeliveries(own.table), own.clock, own.ids)


def fan_out() -> FanOut:
    """From events to deliveries."""
    own = parts()
    return FanOut(TableEndpoints(own.table), TableWebhookDeliveries(own.table), own.work, own.clock)


def sending() -> Sending:
    """Attempts deliveries."""
    own = parts()
    endpoints, deliveries = TableEndpoints(own.table), TableWebhookDeliveries(own.table)
    channel = WebhookChannel(endpoints, deliveries, own.webhook_poster, own.clock)
    return Sending(channel, deliveries, endpoints, own.clock, own.ids)


def retries() -> Retries:
    """What is due."""
    return Retries(TableWebhookDeliveries(parts().table), parts().work)
