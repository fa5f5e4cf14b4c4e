"""For all tests: `--no-skips` turns a skipped or expected failure into a failure, so that none hides; with `-n` they
are handed out in turns."""

from collections.abc import Generator

import pytest
from _pytest.reports import TestReport
from hypothesis import HealthCheck, settings
from xdist.remote import Producer

from tests.support.turns import Turns, in_turns

# A busy machine is no failure: speed is measured by `make bench`.
settings.register_profile("onbrand", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("onbrand")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a skipped or xfailed test fails the run")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Turns | None:
    return Turns(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_turns(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, TestReport, TestReport]:
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped or xfailed: {report.longrepr}"
        vars(report).pop("wasxfail", None)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Module-level skips never reach a test report: collection reports hold them."""
    if not session.config.getoption("--no-skips"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and (reporter.stats.get("skipped") or reporter.stats.get("xfailed")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
