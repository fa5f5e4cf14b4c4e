"""The local cloud: runs the synthesized stacks on this machine, without Docker and without an AWS account.

``with LocalCloud(Path(".build/local")) as cloud:`` starts moto as the AWS API, worker processes as functions,
an HTTP gateway, Cognito's front, an inbox and the pollers; leaving the block ends all of it.
"""

import logging
import shutil
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import boto3
from botocore.config import Config

from infra.local import moto_patches
from infra.local.assembly import PROJECT, current_assembly
from infra.local.aws_server import AwsServer
from infra.local.cognito import CodeDesk, CognitoServer, utc_now
from infra.local.deployment import Deployment, StackRun, check_types
from infra.local.functions import DUMMY_CREDENTIALS, Functions
from infra.local.gateway.server import Gateway, GatewayServer
from infra.local.inbox import Inbox
from infra.local.inbox_page import InboxServer
from infra.local.pollers import QueuePoller, StreamPoller
from infra.local.runtime_api import Answer
from infra.local.schedules import Schedules
from infra.local.template import read_assembly
from infra.local.wiring import wire

REGION = "us-east-1"
FAILED_LOGS = PROJECT / ".build" / "failed-logs"
"""The functions' logs of the last cloud that an error ended: its own folder may be a temporary one."""
Server = TypeVar("Server", AwsServer, GatewayServer, InboxServer, CognitoServer)
log = logging.getLogger(__name__)


def free_port(usual: int) -> int:
    """``usual``, or 0 (any free port) when something listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", usual))
        except OSError:
            return 0
    return usual


class LocalCloud:
    """A running deployment; see the attributes set in ``__init__``. One at a time in a process."""

    def __init__(
        self,
        directory: Path,
        *,
        assembly: Path | None = None,
        parameters: dict[str, str] | None = None,
        webhook_origins: Sequence[str] = (),
        api_port: int = 8080,
        aws_port: int = 4567,
        inbox_port: int = 8025,
        cognito_port: int = 9229,
        clock: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Without an ``assembly`` one is synthesized; ``clock`` fires schedules; ``now`` ages codes.
        ``webhook_origins``: where webhooks may lead beside the public internet."""
        self.directory = directory.resolve()
        self.logs = self.directory / "logs"
        self.parameters = parameters or {}
        self.webhook_origins = tuple(webhook_origins)
        self.unsupported: list[str] = []
        self.outputs: dict[str, str] = {}
        self.inbox = Inbox()
        self._assembly = assembly
        self._ports = {"api": api_port, "aws": aws_port, "inbox": inbox_port, "cognito": cognito_port}
        self._clock = clock
        self._now = now
        self._clients: dict[str, Any] = {}
        self._client_lock = threading.Lock()
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._start(opened)
            self._open = opened.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if kind is not None and issubclass(kind, Exception) and self.logs.is_dir():
            shutil.rmtree(FAILED_LOGS, ignore_errors=True)
            shutil.copytree(self.logs, FAILED_LOGS)

    def client(self, service: str) -> Any:
        """A boto3 client of this cloud; Cognito's goes through the front that mails and checks codes."""
        return self._client(service, self.cognito_url if service == "cognito-idp" else self.aws_url)

    def invoke(self, function: str, event: object) -> Answer:
        """Runs a function by name or ARN and returns its answer."""
        return self.functions.invoke(function, event)

    def fire(self, schedule_name: str, at: datetime | None = None) -> Any:
        """Runs a schedule once, as if it were ``at``. Raises UnknownScheduleError, FunctionFailedError."""
        return self.schedules.fire(schedule_name, at)

    def messages(self, to: str | None = None) -> list[EmailMessage]:
        """The mails in the inbox, or those to an address."""
        return self.inbox.messages(to)

    def is_idle(self) -> bool:
        """Whether no function runs and none is about to, for what a stream or a queue holds now. A message that comes
        back after its visibility timeout is not counted: ask the queue."""
        served = self.calls.wait(-1, 0)
        idle = all(poller.is_idle for poller in self._pollers) and self.functions.are_idle
        return idle and self.calls.wait(served, 0) == served

    def _start(self, opened: ExitStack) -> None:
        work = self.directory / "work"
        shutil.rmtree(work, ignore_errors=True)
        for folder in (work, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        self.assembly = self._assembly or current_assembly()
        stacks = read_assembly(self.assembly)
        self.unsupported = check_types(stacks)
        self._pollers: list[QueuePoller | StreamPoller] = []
        hooks = moto_patches.Hooks(self._invoke_now, self._wake_queue, self._wake_stream, self.inbox.add)
        opened.enter_context(moto_patches.patched(hooks))
        aws = self._listen(opened, "aws", AwsServer)
        self.aws_url, self.calls = aws.url, aws.calls
        gateway = self._listen(opened, "api", GatewayServer)
        self.api_url = gateway.url
        self.inbox_url = self._listen(opened, "inbox", lambda port: InboxServer(self.inbox, port)).url
        desk = CodeDesk(self._aws_client("cognito-idp"), self.inbox, self._now)
        self.cognito_url = self._listen(
            opened, "cognito", lambda port: CognitoServer(desk, aws.port, port)
        ).url
        self.functions = Functions(work, self.aws_url, REGION, self.webhook_origins)
        opened.callback(self._stop_executions)
        opened.callback(self.functions.close)
        site = Deployment(
            REGION,
            moto_patches.ACCOUNT,
            self.api_url,
            work,
            self.logs,
            self.functions,
            self._aws_client,
            self.parameters,
        )
        site.outputs = self.outputs
        for stack in stacks:
            site.assets |= stack.assets
            run = StackRun(site, stack)
            run.create()
            wire(run)
        self.unsupported += site.unsupported
        for line in self.unsupported:
            log.warning("left out: %s", line)
        self.user_pool_id, self.client_id = site.user_pool_id, site.client_id
        gateway.gateway = Gateway(site.api, self.functions.invoke)
        self.schedules = Schedules(site.schedules, self.functions.invoke)
        opened.callback(self.schedules.close)
        self._start_pollers(opened, site)
        if self._clock:
            self.schedules.start()

    def _start_pollers(self, opened: ExitStack, site: Deployment) -> None:
        sqs, streams = self._aws_client("sqs"), self._aws_client("dynamodbstreams")
        invoke = self.functions.invoke
        self._pollers += [QueuePoller(mapping, sqs, invoke, REGION) for mapping in site.queue_mappings]
        self._pollers += [StreamPoller(mapping, streams, sqs, invoke) for mapping in site.stream_mappings]
        for poller in self._pollers:
            poller.start()
        opened.callback(self._stop_pollers)

    def _stop_pollers(self) -> None:
        for poller in self._pollers:
            poller.close()
        self.functions.close()
        for poller in self._pollers:
            poller.join()

    def _stop_executions(self) -> None:
        """Ends waiting executions, whose threads would outlive the server."""
        stepfunctions = self._aws_client("stepfunctions")
        for machine in stepfunctions.list_state_machines()["stateMachines"]:
            arn = machine["stateMachineArn"]
            for execution in stepfunctions.list_executions(stateMachineArn=arn, statusFilter="RUNNING")[
                "executions"
            ]:
                stepfunctions.stop_execution(executionArn=execution["executionArn"])

    def _invoke_now(self, function: str, body: bytes) -> Answer:
        return self.functions.invoke(function, body)

    def _wake_queue(self, queue_arn: str) -> None:
        for poller in self._pollers:
            if isinstance(poller, QueuePoller) and poller.mapping.queue_arn == queue_arn:
                poller.wake()

    def _wake_stream(self, table: str) -> None:
        for poller in self._pollers:
            if isinstance(poller, StreamPoller) and poller.mapping.table_name == table:
                poller.wake()

    def _listen(self, opened: ExitStack, name: str, start: Callable[[int], Server]) -> Server:
        """Starts a server on its usual port, or on a free one when that is busy."""
        server = start(free_port(self._ports[name]))
        opened.callback(server.close)
        return server

    def _aws_client(self, service: str) -> Any:
        return self._client(service, self.aws_url)

    def _client(self, service: str, endpoint: str) -> Any:
        with self._client_lock:
            key = f"{service} {endpoint}"
            if key not in self._clients:
                credentials = {name.lower(): value for name, value in DUMMY_CREDENTIALS.items()}
                config = Config(retries={"total_max_attempts": 1}, read_timeout=180, max_pool_connections=50)
                self._clients[key] = boto3.client(
                    service, endpoint_url=endpoint, region_name=REGION, config=config, **credentials
                )
            return self._clients[key]
