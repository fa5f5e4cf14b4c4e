"""Work for another function, in SQS."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.kernel.errors import Unavailable
from onbrand.kernel.values import Value

MESSAGES_PER_CALL = 10


class WorkUnavailableError(Unavailable):
    """The queue takes no work at the moment."""


class SqsWorkQueue:
    """``client``: boto3.client("sqs")."""

    def __init__(self, client: Any, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, jobs: Sequence[Value]) -> None:
        """Hands over jobs as JSON. Raises WorkUnavailableError; some may have been taken then, so the work
        must bear to come twice."""
        for start in range(0, len(jobs), MESSAGES_PER_CALL):
            entries = [
                {"Id": str(number), "MessageBody": job.model_dump_json()}
                for number, job in enumerate(jobs[start : start + MESSAGES_PER_CALL])
            ]
            try:
                answer = self._client.send_message_batch(QueueUrl=self._url, Entries=entries)
            except (BotoCoreError, ClientError) as error:
                raise WorkUnavailableError("The queue does not answer.") from error
            if answer.get("Failed"):
                raise WorkUnavailableError("The queue did not take all work.")
