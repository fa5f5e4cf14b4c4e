"""The mails that are shipped are what their sources give."""

from infra.mails import TEMPLATES, compiled, target
from onbrand.notify import Kind

POOLS_OWN = "code"
"""The user pool sends it by itself, and only as HTML."""


def test_every_template_is_what_its_source_gives() -> None:
    for source in TEMPLATES.glob("*.mjml"):
        assert target(source).read_text() == compiled(source), f"{source.name}: run `make mails`"


def test_every_kind_of_message_has_a_source_and_a_text_and_nothing_else_is_there() -> None:
    kinds = {kind.value for kind in Kind if kind is not Kind.EVENT}
    assert {source.stem for source in TEMPLATES.glob("*.mjml")} == kinds | {POOLS_OWN}
    assert {text.name.removesuffix(".txt.j2") for text in TEMPLATES.glob("*.txt.j2")} == kinds
    assert {html.name.removesuffix(".html.j2") for html in TEMPLATES.glob("*.html.j2")} == kinds | {POOLS_OWN}
