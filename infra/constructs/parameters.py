"""What a deployer may change without touching the code: parameters of the service stack."""

import json

from aws_cdk import CfnParameter
from constructs import Construct

# The provider publishes no price per call; these are set by whoever knows the contract.
FREEPIK_COSTS = {"resources.search": "0", "resources.detail": "0", "resources.download": "0.10"}
# The list price of one picture and call, us-east-1, first million a month (both are of group 2), as of 2026-10-07.
REKOGNITION_COSTS = {"pictures.faces": "0.001", "pictures.labels": "0.001", "pictures.texts": "0.001"}
# Calls by seconds. What Freepik publishes, and one of ours between; a cap of a day is {"86400": 1000}, by contract.
FREEPIK_LIMITS = {"5": 250, "30": 360, "120": 1200}
MAIL_LIMITS = {"10": 140}
REKOGNITION_LIMITS = {"10": 50}
LIMITS_PATTERN = r'^\{ *"[1-9]\d{0,6}" *: *[1-9]\d{0,6}( *, *"[1-9]\d{0,6}" *: *[1-9]\d{0,6}){0,4} *\}$'
FREEPIK_ORIGINS = ("https://*.freepik.com", "https://*.b2bpic.net", "https://*.magnific.com")


class Parameters(Construct):
    """Values given at deployment; each has a default. Those of Rekognition are there where it is used."""

    def __init__(self, scope: Construct, construct_id: str, *, rekognition: bool = False) -> None:
        super().__init__(scope, construct_id)
        self.freepik_base_url = self._text(
            "FreepikBaseUrl", "https://api.freepik.com", "Where Freepik's API answers"
        )
        self.freepik_key_header = self._text(
            "FreepikKeyHeader", "x-freepik-api-key", "Header that carries the API key"
        )
        self.freepik_download_origins = self._text(
            "FreepikDownloadOrigins",
            ",".join(FREEPIK_ORIGINS),
            "Origins that pictures may come from, comma-separated",
        )
        self.freepik_costs = self._text(
            "FreepikCosts",
            json.dumps(FREEPIK_COSTS),
            "Cost of one call per operation, as JSON; the provider confirms none",
        )
        self.freepik_currency = self._text("FreepikCurrency", "EUR", "ISO 4217 code of these costs")
        self.freepik_limits = self._limits("FreepikLimits", FREEPIK_LIMITS, "Freepik's API")
        self.mail_limits = self._limits("MailLimits", MAIL_LIMITS, "the account's sending of mails")
        self.mail_sender = self._text(
            "MailSender",
            "no-reply@example.com",
            "Address that mails come from; verify it or its domain in SES",
        )

        self.rekognition_costs = self.rekognition_currency = self.rekognition_limits = ""
        if rekognition:
            self.rekognition_costs = self._text(
                "RekognitionCosts", json.dumps(REKOGNITION_COSTS), "Cost of one call per operation, as JSON"
            )
            self.rekognition_currency = self._text(
                "RekognitionCurrency", "USD", "ISO 4217 code of these costs"
            )
            self.rekognition_limits = self._limits(
                "RekognitionLimits", REKOGNITION_LIMITS, "Rekognition's detections"
            )

    def _limits(self, name: str, default: dict[str, int], of: str) -> str:
        parameter = CfnParameter(
            self,
            name,
            type="String",
            default=json.dumps(default),
            description=f"Limits of {of}: calls by seconds, as JSON; a cap of a day has 86400 seconds",
            allowed_pattern=LIMITS_PATTERN,
            constraint_description='must be one to five numbers of calls by seconds, such as {"5": 250, "86400": 1000}',
        )
        parameter.override_logical_id(name)
        return parameter.value_as_string

    def _text(self, name: str, default: str, description: str) -> str:
        parameter = CfnParameter(self, name, type="String", default=default, description=description)
        parameter.override_logical_id(name)
        return parameter.value_as_string
