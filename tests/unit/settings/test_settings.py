"""The environment as typed values."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from onbrand.settings import (
    AssetsSettings,
    DetectionSettings,
    FreepikSettings,
    MailSettings,
    MissingSettingError,
    TableSettings,
)
from tests.support.parts import ENVIRON


def test_a_setting_is_read_by_the_name_of_its_field() -> None:
    assert TableSettings.read({"TABLE_NAME": "records", "OTHER": "x"}).table_name == "records"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(MissingSettingError, match="ASSETS_BUCKET is not set"):
        AssetsSettings.read({})


def test_an_empty_setting_is_not_usable() -> None:
    with pytest.raises(MissingSettingError, match="TABLE_NAME is not usable"):
        TableSettings.read({"TABLE_NAME": ""})


def test_the_value_of_a_bad_setting_is_not_told() -> None:
    with pytest.raises(MissingSettingError) as caught:
        FreepikSettings.read({**ENVIRON, "FREEPIK_COSTS": "s3cret"})
    assert "FREEPIK_COSTS" in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_costs_are_exact_amounts_by_operation() -> None:
    settings = FreepikSettings.read({**ENVIRON, "FREEPIK_COSTS": '{"resources.download": 0.1}'})
    assert settings.freepik_costs == {"resources.download": Decimal("0.1")}


def test_nobody_looks_for_faces_unless_it_is_switched_on() -> None:
    off = DetectionSettings.read(ENVIRON)
    assert (off.picture_detector, off.rekognition_costs) == (None, {})
    on = DetectionSettings.read(
        {"PICTURE_DETECTOR": "rekognition", "REKOGNITION_COSTS": '{"pictures.faces": 0.001}'}
    )
    assert on.picture_detector == "rekognition"
    assert on.rekognition_costs == {"pictures.faces": Decimal("0.001")}
    with pytest.raises(MissingSettingError, match="PICTURE_DETECTOR"):
        DetectionSettings.read({"PICTURE_DETECTOR": "another"})


def test_origins_are_a_list_between_commas() -> None:
    settings = FreepikSettings.read(
        {**ENVIRON, "FREEPIK_DOWNLOAD_ORIGINS": "https://a.example, https://*.b.example,"}
    )
    assert settings.freepik_download_origins == ("https://a.example", "https://*.b.example")


def test_the_base_url_of_links_ends_without_a_slash() -> None:
    settings = MailSettings.read({"MAIL_SENDER": "a@b.example", "PUBLIC_BASE_URL": "https://x.example/"})
    assert settings.public_base_url == "https://x.example"


def test_settings_are_frozen() -> None:
    settings = TableSettings.read({"TABLE_NAME": "records"})
    with pytest.raises(ValidationError):
        settings.table_name = "other"  # type: ignore[misc]
