"""Twins of gauges that are pulled: Progressor, Force Board, WH-C06, CTS500, Climbro, TeraForce.

Guarded by tests/simulator/test_twins.py.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from firmware_protocol import climbro, cts500, force_board, progressor, teraforce, whc06
from firmware_protocol.frames import uuid16
from firmware_protocol.messages import (
    CLOCK_WRAP_US,
    NEWTONS_PER,
    Battery,
    FrameRejected,
    Info,
    LowPower,
    Readings,
    Unit,
    Values,
)
from simulator.gatt import Can, Characteristic, Notify, Service
from simulator.twins.base import CHARGE, KGF, PERCENT, Broadcaster, Taken, Twin

_MILLIVOLTS: Final = 3900


class Progressor(Twin):
    """Fifteen samples a packet, a conversion missing between packets, its own clock."""

    kind, name, address = "tindeq", "Progressor_1234", "F0:0D:CA:FE:01:01"
    service_uuid = progressor.SERVICE
    services = (
        Service(
            progressor.SERVICE,
            (
                Characteristic(progressor.DATA, Can.NOTIFY),
                Characteristic(progressor.CONTROL, Can.WRITE | Can.WRITE_UNANSWERED),
            ),
        ),
    )
    interval_us, batch, full_scale_n = 11_210, 15, 150 * KGF
    streams_by_itself = False
    data_uuid = progressor.DATA
    first_us = 53_400 - 11_210

    def gap_us(self) -> int:
        """The conversion before each packet is not sent."""
        return self.interval_us * (1 if self._pending else 2)

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One notification of 122 bytes."""
        readings = Readings(
            raw=tuple(one.kg for one in samples),
            unit=Unit.KILOGRAM,
            device_us=tuple((one.at_us + self.first_us) % CLOCK_WRAP_US for one in samples),
        )
        yield Notify(self.data_uuid, progressor.serialize(readings))

    def commanded(self, uuid: str, data: bytes) -> None:
        """Obeys, and answers what is asked: a reply does not say to what."""
        del uuid
        commands = progressor.Command
        replies: dict[object, progressor.Notification] = {
            commands.VERSION: Info("version", "1.2.3"),
            commands.BATTERY: Battery(millivolts=_MILLIVOLTS),
            commands.ID: Info("id", "0a0b0c0d"),
            commands.ERROR_LOG: Info("error_log", ""),
        }
        command = progressor.parse_command(data)
        if command is commands.START:
            self.start()
        elif command is commands.STOP:
            self.stop()
        elif command is commands.TARE:
            self.tare()
        elif command is commands.SLEEP:
            self.hang_up()
        elif command in replies:
            self.say(Notify(self.data_uuid, progressor.serialize(replies[command])))
        if "low_battery" in self.faults and command is commands.START:
            self.say(Notify(self.data_uuid, progressor.serialize(LowPower())))


class ForceBoard(Twin):
    """Whole pounds, six a packet; less than nothing underflows."""

    kind, name, address = "forceboard", "Force Board", "F0:0D:CA:FE:01:02"
    services = (
        Service(force_board.FORCE_SERVICE, (Characteristic(force_board.FORCE, Can.NOTIFY),)),
        Service(force_board.MODE_SERVICE, (Characteristic(force_board.MODE, Can.WRITE),)),
        CHARGE,
    )
    interval_us, batch, full_scale_n = 12_500, 6, 1100 * NEWTONS_PER[Unit.POUND]
    streams_by_itself = False
    data_uuid = force_board.FORCE

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One notification of 20 bytes."""
        pounds = tuple(round(one.force_n / NEWTONS_PER[Unit.POUND]) for one in samples)
        data = force_board.serialize(Readings(raw=pounds, unit=Unit.POUND))
        yield Notify(self.data_uuid, data)

    def commanded(self, uuid: str, data: bytes) -> None:
        """Changes its mode."""
        del uuid
        match force_board.Mode.parse(data):
            case force_board.Mode.STREAM:
                self.start()
            case force_board.Mode.IDLE:
                self.stop()
            case force_board.Mode.TARE:
                self.tare()
            case _:
                pass


class Whc06(Broadcaster):
    """Eight loads a second in its advertisements, and no more."""

    kind, name, address = "whc06", whc06.NAME, "F0:0D:CA:FE:01:03"
    company = whc06.COMPANY
    interval_us, full_scale_n = 125_000, 300 * KGF

    def payload(self, sample: Taken) -> bytes:
        """Two bytes of it change with every packet."""
        count = sample.at_us // self.interval_us
        return whc06.serialize(Readings(raw=(sample.kg,), unit=Unit.KILOGRAM), count)


class Cts500(Twin):
    """Echoes each command and cuts its frames where it likes; cannot say less than nothing."""

    kind, name, address = "cts500", "CTS500", "F0:0D:CA:FE:01:04"
    services = (
        Service(
            cts500.SERVICE,
            (
                Characteristic(cts500.DATA, Can.NOTIFY),
                Characteristic(cts500.CONTROL, Can.WRITE),
            ),
        ),
    )
    interval_us, full_scale_n = 100_000, 500 * KGF
    streams_by_itself = False
    data_uuid = cts500.DATA

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A frame in two notifications."""
        (one,) = samples
        frame = cts500.serialize(Readings(raw=(max(0.0, one.kg),), unit=Unit.KILOGRAM))
        return Notify(self.data_uuid, frame[:3]), Notify(self.data_uuid, frame[3:])

    def commanded(self, uuid: str, data: bytes) -> None:
        """Echoes it, then obeys."""
        del uuid
        command = cts500.Command.parse(data)
        if isinstance(command, FrameRejected):
            return
        self.say(Notify(self.data_uuid, data))
        match command:
            case cts500.Command.START:
                self.start()
            case cts500.Command.STOP:
                self.stop()
            case cts500.Command.TARE | cts500.Command.ZERO:
                self.tare()
            case cts500.Command.BATTERY:
                charge = cts500.serialize(Battery(millivolts=_MILLIVOLTS))
                self.say(Notify(self.data_uuid, charge))
            case _:
                pass


class Climbro(Twin):
    """Whole kilograms behind a marker that is sent once, and its charge now and then."""

    kind, name, address = "climbro", "Climbro_1", "F0:0D:CA:FE:01:05"
    services = (Service(climbro.SERVICE, (Characteristic(climbro.DATA, Can.NOTIFY),)),)
    interval_us, full_scale_n = 100_000, 239 * KGF
    data_uuid = climbro.DATA
    _CHARGE_EVERY_US = 10_000_000

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """A byte each; the marker only where what went before was something else."""
        (one,) = samples
        load = climbro.serialize(
            [Readings(raw=(min(239, max(0, round(one.kg))),), unit=Unit.KILOGRAM)]
        )
        count = one.at_us // self.interval_us
        if count % (self._CHARGE_EVERY_US // self.interval_us) == 1:
            yield Notify(self.data_uuid, climbro.serialize([Battery(percent=PERCENT)]))
            yield Notify(self.data_uuid, load[:1])
        yield Notify(self.data_uuid, load[1:])


class TeraForce(Twin):
    """Counts of its converter; hangs up when it hears nothing for two and a half minutes."""

    kind, name, address = "teraforce", "TeraForce", "F0:0D:CA:FE:01:06"
    service_uuid = teraforce.SERVICE
    services = (
        Service(
            teraforce.SERVICE,
            (
                Characteristic(teraforce.CONTROL, Can.WRITE),
                Characteristic(teraforce.DATA, Can.NOTIFY),
            ),
        ),
        Service(uuid16(0x180A), (Characteristic(uuid16(0x2A27), Can.READ),)),
        CHARGE,
    )
    interval_us, full_scale_n = 25_000, 45 / 3800 * 32767 * KGF
    streams_by_itself = False
    data_uuid = teraforce.DATA
    _PATIENCE_US = 150_000_000

    def read(self, uuid: str) -> bytes:
        """Its hardware is of the second version."""
        return b"2.0" if uuid == uuid16(0x2A27) else super().read(uuid)

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One count."""
        counts = tuple(round(one.kg / teraforce.KG_PER_COUNT[2]) for one in samples)
        yield Notify(self.data_uuid, teraforce.serialize(Values(raw=counts, unit="count")))

    def commanded(self, uuid: str, data: bytes) -> None:
        """Starts, stops, or stays for another while."""
        del uuid
        self._heard_us = self.now_us
        match teraforce.Command.parse(data):
            case teraforce.Command.START:
                self.start()
            case teraforce.Command.STOP:
                self.stop()
            case _:
                pass

    def idle(self) -> None:
        """Nothing heard for long ends the link."""
        if self.sending and self.now_us - self._heard_us > self._PATIENCE_US:
            self.hang_up()

    _heard_us = 0
