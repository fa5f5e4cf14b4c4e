"""The files that the command line reads and writes: a brand with its logos and fonts, a template, pictures with their
layers."""

import json
import tempfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import Field, ValidationError

from onbrand.brand.check_names import check_musts
from onbrand.brand.font_choice import check_fonts
from onbrand.brand.profile import LogoVariant, ProfileDesign
from onbrand.brand.template import TemplateDesign
from onbrand.imaging import FontFile
from onbrand.imaging.child import own_font_in_child
from onbrand.imaging.model import Composition, LogoFile
from onbrand.kernel.errors import Invalid
from onbrand.kernel.values import Value

M = TypeVar("M", bound=Value)

CONTENT_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}


class BrandFile(ProfileDesign):
    """``brand.json``: a profile and, beside it, its logo files by variant, those that were replaced, and its font files
    (paths relative to the file)."""

    logos: dict[LogoVariant, str] = Field(default_factory=dict)
    former_logos: tuple[str, ...] = ()
    fonts: tuple[str, ...] = Field(default=(), max_length=24)

    def design(self) -> ProfileDesign:
        """The profile alone."""
        return ProfileDesign.model_validate(self.model_dump(exclude={"logos", "former_logos", "fonts"}))


class House(NamedTuple):
    """A brand with everything that it is drawn with."""

    profile: ProfileDesign
    logos: tuple[LogoFile, ...]
    fonts: tuple[FontFile, ...]


def read_json(path: Path) -> Any:
    """The JSON in a file. Raises Invalid with one line that says what is wrong."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Invalid(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        raise Invalid(f"{path} is not valid JSON: {error.msg} in line {error.lineno}.") from error


def read_model(path: Path, model: type[M]) -> M:
    """The value in a JSON file. Raises Invalid naming the first field that is wrong."""
    try:
        return model.model_validate(read_json(path))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = "/" + "/".join(map(str, first["loc"]))
        raise Invalid(f"{path} is not right at {where}: {first['msg']}.") from error


def read_brand(path: Path) -> tuple[ProfileDesign, tuple[LogoFile, ...]]:
    """A brand's profile and logos. Raises what ``read_house`` raises."""
    house = read_house(path)
    return house.profile, house.logos


def read_house(path: Path) -> House:
    """A brand's profile, logos and fonts. Raises Invalid, and Unprocessable when a font is not there."""
    brand = read_model(path, BrandFile)
    logos = tuple(_logo(path.parent / name, variant) for variant, name in brand.logos.items())
    fonts = tuple(font for name in brand.fonts for font in _fonts(path.parent / name))
    profile = brand.design()
    check_fonts(profile.typography, {(font.family, font.weight) for font in fonts})
    check_musts(profile.compliance)
    return House(profile, logos, fonts)


def _fonts(file: Path) -> list[FontFile]:
    """The font in each of its weights."""
    font = own_font_in_child(read_bytes(file))
    digest = sha256(font.data).hexdigest()
    return [
        FontFile(font.family, weight, digest, font.data)
        for weight in range(font.weight, font.heaviest + 1, 100)
    ]


def read_former_logos(path: Path) -> tuple[LogoFile, ...]:
    """The logos that a brand has replaced."""
    names = read_model(path, BrandFile).former_logos
    return tuple(_logo(path.parent / name, LogoVariant.FULL) for name in names)


def _logo(file: Path, variant: LogoVariant) -> LogoFile:
    content_type = CONTENT_TYPES.get(file.suffix.lower())
    if content_type is None:
        raise Invalid(f"The logo {file} is neither an SVG nor a PNG file.")
    return LogoFile(variant, read_bytes(file), content_type)


def read_template(path: Path) -> TemplateDesign:
    """A template's design."""
    return read_model(path, TemplateDesign)


def read_layers(path: Path) -> Composition:
    """The layers that `onbrand render` wrote beside a picture."""
    return read_model(path, Composition)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises Invalid with one line when there is none."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = "There is no file" if isinstance(error, FileNotFoundError) else "Cannot be read:"
        raise Invalid(f"{reason} {path}.") from error


def write_all(directory: Path, files: Mapping[str, bytes]) -> None:
    """Write every file or none: all are written beside their place first, then renamed."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".writing-") as scratch:
        for name, data in files.items():
            target = Path(scratch) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        for name in files:
            (directory / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(scratch) / name).replace(directory / name)
