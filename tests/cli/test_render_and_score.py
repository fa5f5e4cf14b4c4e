"""The command line on files: what it writes, what it prints, and how it refuses."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from infra.local.cli import app
from infra.local.score import score_file
from onbrand.adapters.memory.reader import MemoryReader
from onbrand.adapters.rapidocr import installed_reader
from onbrand.compliance import Verdict
from onbrand.placement import CORE_PLACEMENTS, placement
from onbrand.sourcing import TextLine
from tests.support.fonts import font_bytes

ROOT = Path(__file__).parents[2]
NORTHBEAM = ROOT / "infra/local/northbeam"
PHOTO = ROOT / "infra/local/freepik/photos/roasted-coffee-beans.jpg"
TEXTS = json.loads((NORTHBEAM / "brief.json").read_text(encoding="utf-8"))["texts"]


def run(*arguments: str | Path):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def render(
    out: Path, *more: str, photo: Path = PHOTO, texts: dict[str, str] | None = None, brand: Path | None = None
):
    pairs = [
        part
        for key, value in (TEXTS if texts is None else texts).items()
        for part in ("--text", f"{key}={value}")
    ]
    brand = brand or NORTHBEAM / "brand.json"
    return run(
        "render",
        photo,
        "--brand",
        brand,
        "--template",
        NORTHBEAM / "template.json",
        "--out",
        out,
        *pairs,
        *more,
    )


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    out = tmp_path_factory.mktemp("rendered")
    result = render(out, "--json")
    assert result.exit_code == 0, result.output
    return out, json.loads(result.stdout)


def test_render_writes_each_core_placement_in_its_size_and_limit(rendered: tuple[Path, dict]) -> None:
    _, report = rendered
    assert [variant["placement"] for variant in report["variants"]] == list(CORE_PLACEMENTS)
    for variant in report["variants"]:
        target = placement(variant["placement"])
        data = Path(variant["path"]).read_bytes()
        assert len(data) == variant["bytes"] <= target.max_bytes
        with Image.open(variant["path"]) as image:
            assert image.size == (variant["width"], variant["height"]) == (target.width, target.height)


def test_several_texts_may_follow_one_option(tmp_path: Path) -> None:
    pairs = [f"{key}={value}" for key, value in TEXTS.items()]
    result = run(
        "render", PHOTO, "--brand", NORTHBEAM / "brand.json", "--template", NORTHBEAM / "template.json",
        "--text", *pairs, "--placements", "instagram_square,x_post", "--out", tmp_path,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert {path.name for path in tmp_path.iterdir()} == {
        f"{name}{suffix}" for name in ("instagram_square", "x_post") for suffix in (".jpg", ".layers.json")
    }


def test_layers_name_types_and_boxes_inside_the_canvas(rendered: tuple[Path, dict]) -> None:
    _, report = rendered
    for variant in report["variants"]:
        layers = json.loads(Path(variant["layers"]).read_text(encoding="utf-8"))
        assert (layers["placement"], layers["width"], layers["height"]) == (
            variant["placement"], variant["width"], variant["height"],
        )  # fmt: skip
        assert {"text", "logo", "photo"} <= {layer["type"] for layer in layers["layers"]}
        for layer in layers["layers"]:
            x, y, width, height = layer["box"]
            if layer["type"] in ("text", "logo"):
                assert x >= 0 and y >= 0 and x + width <= layers["width"] and y + height <= layers["height"]


def test_score_takes_what_render_wrote(rendered: tuple[Path, dict]) -> None:
    out, _ = rendered
    result = run(
        "score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json",
        "--layers", out / "instagram_square.layers.json", "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    verdict = json.loads(result.stdout)
    assert set(verdict["components"]) == {"colour", "logo", "typography", "layout"}
    assert 0.8 <= verdict["score"] <= 1
    assert Verdict.model_validate(verdict).to_document() == verdict


def test_the_report_is_a_page_about_the_same_verdict(rendered: tuple[Path, dict], tmp_path: Path) -> None:
    out, _ = rendered
    page = tmp_path / "new" / "report.html"
    result = run(
        "score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json",
        "--layers", out / "instagram_square.layers.json", "--html", page, "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    html = page.read_text(encoding="utf-8")
    verdict = json.loads(result.stdout)
    assert verdict["picture_sha256"] in html
    assert f"{verdict['score'] * 100:.0f}<small> of 100" in html
    blocked = run(
        "score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json", "--html", tmp_path
    )
    assert_refused(blocked, out / "nowhere", str(tmp_path))


def test_score_of_a_picture_alone_is_measured_from_its_pixels(rendered: tuple[Path, dict]) -> None:
    out, _ = rendered
    result = run("score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["components"]["logo"] > 0.5


def test_what_could_not_be_judged_is_never_called_right(rendered: tuple[Path, dict]) -> None:
    out, _ = rendered
    with_list = ("--layers", out / "instagram_square.layers.json")
    for more, unjudged in ((with_list, False), ((), True)):
        result = run("score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json", *more)
        assert result.exit_code == 0, result.output
        assert ("typography not judged" in result.output) is unjudged
        assert ("│ not judged │ fonts " in result.output) is unjudged
        assert "│ ok " not in result.output
        assert "measured values are right" in " ".join(result.output.split())


def test_texts_are_judged_without_a_list_where_they_are_read(rendered: tuple[Path, dict]) -> None:
    out, _ = rendered
    layers = json.loads((out / "instagram_square.layers.json").read_text(encoding="utf-8"))
    lines = [
        TextLine(
            words=layer["text"],
            box=tuple(one / 1080 for one in (x, y, x + width, y + height)),
            confidence=0.99,
        )
        for layer in layers["layers"]
        if layer["type"] == "text" and len(layer["lines"]) == 1
        for x, y, width, height in (layer["box"],)
    ]
    assert lines
    reader = MemoryReader(lines)
    given = (out / "instagram_square.jpg", NORTHBEAM / "brand.json", None, "instagram_square")
    read, unread = score_file(*given, reader).verdict, score_file(*given).verdict
    assert [one.startswith(b"\x89PNG") for one in reader.sent] == [True]
    assert (read.read_by, unread.read_by) == ("rekognition", None)
    assert read.components.typography is not None
    assert len([one for one in read.findings if one.unknown]) < len(
        [one for one in unread.findings if one.unknown]
    )


def test_score_says_that_nobody_read(rendered: tuple[Path, dict]) -> None:
    out, _ = rendered
    result = run("score", out / "instagram_square.jpg", "--brand", NORTHBEAM / "brand.json")
    reader = installed_reader()
    assert ("read by RapidOCR" if reader else "Reading of texts is off") in result.stdout


def assert_refused(result, out: Path, *words: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    for word in words:
        assert word in result.stderr
    assert not out.exists() or not list(out.iterdir())


def test_a_missing_photo_is_refused(tmp_path: Path) -> None:
    assert_refused(render(tmp_path / "out", photo=tmp_path / "nothing.jpg"), tmp_path / "out", "nothing.jpg")


def test_a_file_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "fake.jpg"
    fake.write_text("<html>", encoding="utf-8")
    assert_refused(render(tmp_path / "out", photo=fake), tmp_path / "out")


def test_an_unknown_placement_is_refused(tmp_path: Path) -> None:
    assert_refused(render(tmp_path / "out", "--placements", "myspace"), tmp_path / "out", "myspace")


def test_broken_json_is_refused(tmp_path: Path) -> None:
    brand = tmp_path / "brand.json"
    brand.write_text("{", encoding="utf-8")
    assert_refused(render(tmp_path / "out", brand=brand), tmp_path / "out", "brand.json", "JSON")


def test_a_bad_colour_is_named(tmp_path: Path) -> None:
    document = json.loads((NORTHBEAM / "brand.json").read_text(encoding="utf-8"))
    document["palette"][0]["hex"] = "green"
    brand = tmp_path / "brand.json"
    brand.write_text(json.dumps(document), encoding="utf-8")
    assert_refused(render(tmp_path / "out", brand=brand), tmp_path / "out", "/palette/0/hex")


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    assert_refused(render(tmp_path / "out", texts={}), tmp_path / "out", "--text")


def test_a_text_that_does_not_fit_writes_nothing(tmp_path: Path) -> None:
    texts = {key: value + " and much more of it" * 40 for key, value in TEXTS.items()}
    assert_refused(render(tmp_path / "out", texts=texts), tmp_path / "out")


def branded(folder: Path, *fonts: str) -> Path:
    """Northbeam's files with headings in a font of its own; ``fonts`` are those that brand.json lists."""
    shutil.copytree(NORTHBEAM / "logos", folder / "logos")
    (folder / "fonts").mkdir()
    (folder / "fonts/house.ttf").write_bytes(font_bytes("Northbeam Sans", 700))
    document = json.loads((NORTHBEAM / "brand.json").read_text(encoding="utf-8"))
    document["typography"]["heading"] = {"family": "Northbeam Sans", "weights": [700]}
    brand = folder / "brand.json"
    brand.write_text(json.dumps({**document, "fonts": fonts}), encoding="utf-8")
    return brand


def test_font_files_beside_the_profile_are_drawn_with(tmp_path: Path) -> None:
    brand, out = branded(tmp_path, "fonts/house.ttf"), tmp_path / "out"
    result = render(out, "--placements", "x_post", brand=brand)
    assert result.exit_code == 0, result.output
    layers = json.loads((out / "x_post.layers.json").read_text(encoding="utf-8"))["layers"]
    assert {one["font_family"] for one in layers if one["role"] == "heading"} == {"Northbeam Sans"}
    judged = run(
        "score", out / "x_post.jpg", "--brand", brand, "--layers", out / "x_post.layers.json", "--json"
    )
    assert json.loads(judged.stdout)["components"]["typography"] > 0.9


def test_a_font_that_is_neither_open_nor_beside_the_profile_is_named(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert_refused(
        render(tmp_path / "out", brand=branded(tmp_path / "none")), tmp_path / "out", "Northbeam Sans"
    )
    (tmp_path / "lost").mkdir()
    lost = branded(tmp_path / "lost", "fonts/absent.ttf")
    assert_refused(render(tmp_path / "out", brand=lost), tmp_path / "out", "absent.ttf")
