"""Twins of gauges that are pulled: Progressor, Force Board, WH-C06, CTS500, Climbro, TeraForce.

Guarded by tests/simulator/test_twins.py.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from firmware_protocol import climbro, cts500, force_board, progressor, sig, teraforce, whc06
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
from simulator.twins.base import CHARGE, KGF, PERCENT, Broadcaster, Taken, Twin, about

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
            commands.CALIBRATION: Info("calibration", "slope 1, intercept 0, trim 0"),
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
    """Whole pounds, six a packet; less than nothing underflows; may wait for its threshold."""

    kind, name, address = "forceboard", "Force Board", "F0:0D:CA:FE:01:02"
    services = (
        Service(
            force_board.FORCE_SERVICE,
            (
                Characteristic(force_board.FORCE, Can.NOTIFY),
                Characteristic(force_board.TARE, Can.WRITE),
                Characteristic(force_board.THRESHOLD, Can.READ | Can.WRITE),
                *(Characteristic(uuid, Can.READ) for uuid in force_board.OTHERS),
            ),
        ),
        Service(
            force_board.MODE_SERVICE,
            (
                Characteristic(force_board.MODE, Can.WRITE),
                Characteristic(force_board.MODE_OTHER, Can.READ),
            ),
        ),
        about(sig.MAKER),
        CHARGE,
    )
    texts: ClassVar[dict[str, str]] = {sig.MAKER: "PitchSix"}
    interval_us, batch, full_scale_n = 12_500, 6, 1100 * NEWTONS_PER[Unit.POUND]
    streams_by_itself = False
    data_uuid = force_board.FORCE

    _threshold = force_board.Threshold(1)
    _is_waiting = False

    def packet(self, samples: Sequence[Taken]) -> Iterable[Notify]:
        """One notification of 20 bytes; quick start leaves out what is below the threshold."""
        pounds = tuple(round(one.force_n / NEWTONS_PER[Unit.POUND]) for one in samples)
        if not self._is_waiting or max(pounds) > self._threshold.value:
            data = force_board.serialize(Readings(raw=pounds, unit=Unit.POUND))
            yield Notify(self.data_uuid, data)

    def read(self, uuid: str) -> bytes:
        """Its threshold, its maker, its charge; nothing where nobody knows what stands there."""
        if uuid == force_board.THRESHOLD:
            return self._threshold.serialize()
        return self.values.get(uuid, b"")

    def commanded(self, uuid: str, data: bytes) -> None:
        """Changes its mode, its zero or its threshold."""
        del uuid
        match force_board.parse_command(data):
            case force_board.Mode.STREAM | force_board.Mode.QUICK_START as mode:
                self._is_waiting = mode is force_board.Mode.QUICK_START
                self.start()
            case force_board.Mode.IDLE:
                self.stop()
            case force_board.Mode.TARE | force_board.Zero.TARE:
                self.tare()
            case force_board.Threshold() as threshold:
                self._threshold = threshold
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
        about(sig.MODEL, sig.FIRMWARE, sig.HARDWARE, sig.SOFTWARE, sig.MAKER),
    )
    texts: ClassVar[dict[str, str]] = {
        sig.MODEL: "MY-BT102", sig.FIRMWARE: "109a", sig.HARDWARE: "1.0",
        sig.SOFTWARE: "2.1.3", sig.MAKER: "DX",
    }  # fmt: skip
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
                self._answer(Battery(millivolts=_MILLIVOLTS))
            case cts500.Command.TEMPERATURE:
                self._answer(Info("temperature_c", "-5"))
            case cts500.Command.LOAD:
                self._answer(Readings(raw=(max(0.0, self.now_n() / KGF),), unit=Unit.KILOGRAM))
            case _:
                pass

    def _answer(self, message: Readings | Battery | Info) -> None:
        self.say(Notify(self.data_uuid, cts500.serialize(message)))


class Climbro(Twin):
    """Whole kilograms behind a marker that is sent once a second, after its charge."""

    kind, name, address = "climbro", "Climbro_1", "F0:0D:CA:FE:01:05"
    services = (
        Service(
            climbro.SERVICE,
            (
                Characteristic(climbro.DATA, Can.NOTIFY),
                Characteristic(climbro.WRITE, Can.WRITE),
                Characteristic(climbro.CONTROL, Can.WRITE),
            ),
        ),
        about(*sig.INFORMATION_OTHER, *sig.INFORMATION),
    )
    texts: ClassVar[dict[str, str]] = {
        sig.MODEL: "RN487x", sig.HARDWARE: "5505 102_BLDK3", sig.SOFTWARE: "1.30",
        sig.MAKER: "Microchip",
    }  # fmt: skip
    interval_us, full_scale_n = 100_000, 239 * KGF
    data_uuid = climbro.DATA
    _CHARGE_EVERY_US = 1_000_000

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
        about(sig.HARDWARE),
        CHARGE,
    )
    texts: ClassVar[dict[str, str]] = {sig.HARDWARE: "2.0"}
    interval_us, full_scale_n = 25_000, 45 / 3800 * 32767 * KGF
    streams_by_itself = False
    data_uuid = teraforce.DATA
    _PATIENCE_US = 150_000_000

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
