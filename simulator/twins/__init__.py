"""Twins: simulated devices of others, by the id of the driver that reads them."""

from typing import Final

from simulator.twins.base import Twin
from simulator.twins.pressed import (
    B24,
    Bookoo,
    Dynamo,
    Entralpi,
    MiScale,
    MuscleMeter,
    Plate,
    Squegg,
)
from simulator.twins.pulled import Climbro, Cts500, ForceBoard, Progressor, TeraForce, Whc06
from simulator.twins.sensors import Gauge, GoDirect, Motherboard, SigForce, SigPressure

TWINS: Final[dict[str, type[Twin]]] = {
    twin.kind: twin
    for twin in (
        Progressor,
        ForceBoard,
        Whc06,
        GoDirect,
        SigForce,
        SigPressure,
        Plate,
        Gauge,
        Squegg,
        MuscleMeter,
        Dynamo,
        Entralpi,
        B24,
        Cts500,
        Climbro,
        Motherboard,
        TeraForce,
        MiScale,
        Bookoo,
    )
}
