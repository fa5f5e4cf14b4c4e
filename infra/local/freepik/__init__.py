"""A stand-in for the Freepik API on this machine: real photographs, documented answers, and every fault on
demand."""

from infra.local.freepik.catalogue import Catalogue, Photo
from infra.local.freepik.faults import Cut, Fault, Faults
from infra.local.freepik.server import FreepikStandIn

__all__ = ["Catalogue", "Cut", "Fault", "Faults", "FreepikStandIn", "Photo"]
