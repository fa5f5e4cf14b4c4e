"""What a page looks like in numbers; evaluated by the test's own tools, so it works where pages run no scripts."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

CONTRASTS = """() => {
  const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = colour => {
    const [r, g, b] = colour.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) layers.push(parse(getComputedStyle(one).backgroundColor));
    const dark = matchMedia("(prefers-color-scheme: dark)").matches
      && getComputedStyle(document.documentElement).colorScheme.includes("dark");
    return layers.reduceRight((under, top) => over(top, under), dark ? [18, 18, 18, 1] : [255, 255, 255, 1]);
  };
  const rows = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (!text || element.closest("svg, style, script") || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), paper = ground(element), ink = over(parse(style.color), paper);
    const [a, b] = [light(ink), light(paper)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    rows.push({text: text.slice(0, 60), ratio: (a + 0.05) / (b + 0.05), wanted: large ? 3 : 4.5});
  }
  return rows;
}"""


def contrasts(page: Page) -> list[dict[str, Any]]:
    """Each visible text with its WCAG contrast ratio against what lies behind it, and the ratio that AA asks for."""
    rows: list[dict[str, Any]] = page.evaluate(CONTRASTS)
    return rows


def pale_texts(page: Page) -> list[dict[str, Any]]:
    """The texts that WCAG AA calls too pale. Looks that there is text at all."""
    rows = contrasts(page)
    assert rows
    return [row for row in rows if row["ratio"] < row["wanted"]]


def overflow(page: Page) -> float:
    """By how many pixels the page is wider than its window."""
    wide: float = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def broken_pictures(page: Page) -> list[str]:
    """The sources of pictures that did not load. Looks that there is a picture at all."""
    found: list[str] = page.evaluate(
        "[...document.images].filter(image => !image.naturalWidth).map(image => image.src)"
    )
    assert page.evaluate("document.images.length") > 0
    return found


def looks(page: Page, *sizes: tuple[int, int]) -> Iterator[str]:
    """Shows the page in each size, in the light and in the dark; yields what it is shown in."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        yield f"{width} light"
        page.emulate_media(color_scheme="dark")
        yield f"{width} dark"
