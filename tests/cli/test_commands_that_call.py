"""Commands that talk to others say in one line what is wrong."""

from typer.testing import CliRunner

from infra.local.cli import app


def test_dead_letters_of_an_api_that_does_not_answer() -> None:
    run = CliRunner().invoke(app, ["dead-letters", "list", "--token", "t", "--api", "http://127.0.0.1:9/"])
    assert run.exit_code == 2
    assert run.output.startswith("The API does not answer")
    assert len(run.output.splitlines()) == 1


def test_webhooks_lead_to_origins_with_a_port_only() -> None:
    for origin in ("http://localhost", "localhost:3000", "https://example.com"):
        run = CliRunner().invoke(app, ["up", "--webhooks-to", origin])
        assert run.exit_code == 2, origin
        assert "such as http://localhost:3000" in run.output
