"""Rows that tell: the bus, mails, webhooks and the activity log."""

from infra.manifest.model import (
    Access,
    Function,
    MailReportTrigger,
    QueueTrigger,
    ScheduleTrigger,
    Secret,
    StreamTrigger,
    WorkTrigger,
)

MESSAGE_FUNCTIONS: tuple[Function, ...] = (
    Function(
        "publish_events",
        "Hands event items of the table on to the bus",
        StreamTrigger(),
        publishes_events=True,
    ),
    Function(
        "notify",
        "Writes down the messages that events ask for, and hands each to the sender",
        QueueTrigger(
            (
                "MemberInvited",
                "ApprovalOpened",
                "ApprovalReminded",
                "ApprovalEscalated",
                "ApprovalReassigned",
                "ApprovalDelegated",
                "RequestFinalized",
                "RequestFailed",
                "MailAddressSuppressed",
                "BudgetWarned",
                "WebhookDisabled",
                "ReportFinished",
                "DeliveryRedriven",
            )
        ),
        table=Access.READ_WRITE,
        hands_work_to="send_message",
    ),
    Function(
        "send_message",
        "Sends one message, or finds the moment that suits it",
        # More at a time than the mail service's usual rate takes would only be turned away.
        WorkTrigger(max_concurrency=10),
        table=Access.READ_WRITE,
        assets=Access.READ,
        sends_mail=True,
        secrets=(Secret.SIGNING,),
    ),
    Function(
        "mail_feedback",
        "Takes note of mail that came back and of complaints",
        MailReportTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "record_activity",
        "Writes the organization's activity log",
        QueueTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "deliver_webhooks",
        "Writes a delivery for each webhook that wants an event",
        QueueTrigger(
            (
                "RequestSubmitted",
                "RequestRevised",
                "RequestRetried",
                "RequestRescheduled",
                "RequestCancelled",
                "RequestWithdrawn",
                "VariantsRendered",
                "RequestFinalized",
                "RequestFailed",
                "AssetDownloaded",
                "ApprovalOpened",
                "ApprovalEscalated",
                "ApprovalDecided",
                "ApprovalExpired",
                "BrandCreated",
                "BrandUpdated",
                "TemplatePublished",
                "WebhookTestRequested",
                "WebhookRedriven",
            )
        ),
        table=Access.READ_WRITE,
        hands_work_to="send_webhook",
    ),
    Function(
        "send_webhook",
        "Posts a delivery to a receiver's server, and keeps what it answered",
        WorkTrigger(),
        table=Access.READ_WRITE,
    ),
    Function(
        "retry_webhooks",
        "Has failed deliveries attempted again when it is their time",
        ScheduleTrigger("rate(1 minute)"),
        table=Access.READ,
        hands_work_to="send_webhook",
    ),
)
