"""One page that shows whether OnBrand works and how it grows."""

from typing import TYPE_CHECKING

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

if TYPE_CHECKING:
    from infra.stacks.data import DataStack
    from infra.stacks.service import ServiceStack

WIDTH = 12
DAY = Duration.days(1)


class Dashboard(Construct):
    """Rows: API, pipeline, functions, table, assets."""

    def __init__(
        self, scope: Construct, construct_id: str, *, data: "DataStack", service: "ServiceStack"
    ) -> None:
        super().__init__(scope, construct_id)
        page = cloudwatch.Dashboard(self, "Page", default_interval=Duration.days(7))
        page.add_widgets(*self._api(service))
        page.add_widgets(*self._pipeline(service))
        page.add_widgets(*self._functions(service))
        page.add_widgets(*self._table(data))
        page.add_widgets(*self._assets(data))

    def _api(self, service: "ServiceStack") -> list[cloudwatch.GraphWidget]:
        api = service.api.http_api
        latency = [
            api.metric_latency(statistic=statistic, label=statistic) for statistic in ("p50", "p95", "p99")
        ]
        counts = [api.metric_count(), api.metric_client_error(), api.metric_server_error()]
        return [_graph("API: requests, 4xx, 5xx", _sums(counts)), _graph("API: latency (ms)", latency)]

    def _pipeline(self, service: "ServiceStack") -> list[cloudwatch.GraphWidget]:
        machine = service.pipeline.machine
        outcomes = [
            machine.metric_started(),
            machine.metric_succeeded(),
            machine.metric_failed(),
            machine.metric_aborted(),
        ]
        letters = [queue.metric_approximate_number_of_messages_visible() for queue in service.dead_letters]
        return [_graph("Pipeline: executions", outcomes), _graph("Dead letters", letters)]

    def _functions(self, service: "ServiceStack") -> list[cloudwatch.GraphWidget]:
        functions = service.functions
        durations = [
            item.function.metric_duration(statistic="p95", label=item.row.name) for item in functions
        ]
        errors = [item.function.metric_errors(label=item.row.name) for item in functions]
        return [_graph("Functions: p95 duration (ms)", durations), _graph("Functions: errors", errors)]

    def _table(self, data: "DataStack") -> list[cloudwatch.GraphWidget]:
        # CloudWatch has no metric of a table's items or bytes (DescribeTable has them, six hours late), so
        # growth is shown by what came in and what TTL took away.
        reads = data.table.metric_consumed_read_capacity_units(statistic="Sum")
        writes = data.table.metric_consumed_write_capacity_units(statistic="Sum", period=DAY, label="units")
        expired = data.table.metric(
            "TimeToLiveDeletedItemCount", statistic="Sum", period=DAY, label="items expired"
        )
        written = cloudwatch.MathExpression(
            expression="RUNNING_SUM(writes)",
            using_metrics={"writes": writes},
            period=DAY,
            label="units written, summed up",
        )
        units = [reads, data.table.metric_consumed_write_capacity_units(statistic="Sum")]
        return [_graph("Table: consumed units", units), _graph("Table: growth", [written, expired])]

    def _assets(self, data: "DataStack") -> list[cloudwatch.GraphWidget]:
        size = _storage(data, "BucketSizeBytes", "StandardStorage")
        objects = _storage(data, "NumberOfObjects", "AllStorageTypes")
        return [_graph("Assets: bytes", [size]), _graph("Assets: objects", [objects])]


def _storage(data: "DataStack", name: str, storage: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/S3",
        metric_name=name,
        dimensions_map={"BucketName": data.assets.bucket_name, "StorageType": storage},
        statistic="Average",
        period=DAY,
    )


def _sums(metrics: list[cloudwatch.Metric]) -> list[cloudwatch.Metric]:
    return [metric.with_(statistic="Sum") for metric in metrics]


def _graph(title: str, metrics: list[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, left=metrics, width=WIDTH, height=6)
