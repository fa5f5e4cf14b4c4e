"""What runs: the API, the pipeline, the consumers of events and the schedules; one Lambda a manifest row."""

from dataclasses import replace

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_events as events
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.constructs.access import Resources
from infra.constructs.acknowledgement import acknowledge
from infra.constructs.api import Api
from infra.constructs.consumer import MailReportConsumer, QueueConsumer, WorkQueue, dead_letter_queue
from infra.constructs.function import AppFunction
from infra.constructs.layers import Layers
from infra.constructs.mail_reports import MailReports
from infra.constructs.parameters import Parameters
from infra.constructs.pipeline import Pipeline
from infra.constructs.schedule import FunctionSchedule
from infra.constructs.stream import StreamConsumer
from infra.manifest import (
    FUNCTIONS,
    HttpTrigger,
    MailReportTrigger,
    QueueTrigger,
    ScheduleTrigger,
    Secret,
    StreamTrigger,
    TaskTrigger,
    WorkTrigger,
)
from infra.stacks.data import DataStack
from infra.stacks.identity import IdentityStack

SECRETS = {
    Secret.SIGNING: "Signs links and cursors; several keys may stand here, separated by spaces, newest last",
    Secret.FREEPIK: "Put your Freepik API key here",
}


class ServiceStack(Stack):
    """Functions, and everything that starts them."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        identity: IdentityStack,
        third_party: bool,
        rekognition: bool = False,
    ) -> None:
        super().__init__(scope, construct_id, description="OnBrand: API, pipeline, consumers, schedules")
        self.data = data
        self.layers = Layers(self, "Layers", third_party=third_party)
        self.bus = events.EventBus(self, "Bus", description="OnBrand: what happened")
        self.api = Api(self, "Gateway", pool=identity.pool, client=identity.client)
        self.undelivered = dead_letter_queue(self, "UndeliveredEvents")
        self.missed = dead_letter_queue(self, "MissedSchedules")
        self.dead_letters = [self.undelivered, self.missed]
        self.work = {
            row.name: WorkQueue(self, row, row.trigger)
            for row in FUNCTIONS
            if isinstance(row.trigger, WorkTrigger)
        }
        self.dead_letters += [work.dead_letters for work in self.work.values()]
        self.mail_reports = MailReports(self, "MailReports").set.configuration_set_name
        resources = Resources(
            table=data.table,
            assets=data.assets,
            key=data.key,
            bus=self.bus,
            secrets={secret: self._secret(secret, text) for secret, text in SECRETS.items()},
            parameters=Parameters(self, "Parameters", rekognition=rekognition),
            public_base_url=self.api.http_api.api_endpoint,
            mail_reports=self.mail_reports,
            rekognition=rekognition,
            work={name: work.queue for name, work in self.work.items()},
        )
        self.tasks = self._functions(resources, tasks=True)
        self.pipeline = Pipeline(self, "Pipeline", tasks={task.row.camel_name: task for task in self.tasks})
        self.others = self._functions(replace(resources, pipeline=self.pipeline.machine), tasks=False)
        for function in self.others:
            self._trigger(function)

    @property
    def functions(self) -> list[AppFunction]:
        """Return every function."""
        return [*self.tasks, *self.others]

    def _functions(self, resources: Resources, *, tasks: bool) -> list[AppFunction]:
        return [
            AppFunction(self, row, layers=self.layers, resources=resources)
            for row in FUNCTIONS
            if isinstance(row.trigger, TaskTrigger) is tasks
        ]

    def _trigger(self, function: AppFunction) -> None:
        match function.row.trigger:
            case HttpTrigger() as trigger:
                self.api.route(function, trigger)
            case QueueTrigger() as trigger:
                consumer = QueueConsumer(self, function, trigger, bus=self.bus, undelivered=self.undelivered)
                self.dead_letters.append(consumer.dead_letters)
            case MailReportTrigger() as trigger:
                reports = MailReportConsumer(
                    self,
                    function,
                    trigger,
                    configuration_set=self.mail_reports,
                    undelivered=self.undelivered,
                )
                self.dead_letters.append(reports.dead_letters)
            case WorkTrigger():
                self.work[function.row.name].feed(function)
            case StreamTrigger() as trigger:
                stream = StreamConsumer(self, function, trigger, table=self.data.table, key=self.data.key)
                self.dead_letters.append(stream.dead_letters)
            case ScheduleTrigger() as trigger:
                FunctionSchedule(self, function, trigger, dead_letters=self.missed)

    def _secret(self, secret: Secret, description: str) -> secretsmanager.Secret:
        made = secretsmanager.Secret(
            self,
            f"{secret.value.capitalize()}Secret",
            description=description,
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=64, exclude_punctuation=True
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(
            made,
            "SMG4",
            "A person exchanges it: the provider's key comes from its website, and a new signing key must "
            "stand beside the old one until the links it signed have expired.",
        )
        return made
