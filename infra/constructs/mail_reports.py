"""Lets SES report mail that comes back, and complaints, to the account's default bus."""

from aws_cdk import aws_events as events
from aws_cdk import aws_ses as ses
from constructs import Construct

REPORTED = (ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT)


class MailReports(Construct):
    """A configuration set; mails that name it are reported of. Opens and clicks are not tracked."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.set = ses.ConfigurationSet(self, "Set", tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE)
        # SES speaks to the default bus only.
        bus = events.EventBus.from_event_bus_name(self, "DefaultBus", "default")
        self.set.add_event_destination(
            "Destination", destination=ses.EventDestination.event_bus(bus), events=[*REPORTED]
        )
