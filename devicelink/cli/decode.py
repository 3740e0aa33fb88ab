"""`devicelink decode`: what a device's frames mean. A frame never raises, whatever its bytes.

Guarded by tests/cli/test_decode.py.
"""

import click

from devicelink.cli.terminal import put
from devicelink.drivers.decode import decode_frames
from devicelink.lines import as_json


@click.command(short_help="What a device's frames mean.")
@click.argument("device", metavar="DEVICE")
@click.argument("frames", nargs=-1, required=True, metavar="HEX...")
@click.option("--pending", metavar="HEX", help="The command that a reply answers.")
@click.option("--json", "as_objects", is_flag=True, help="One JSON object a line.")
def decode(device: str, frames: tuple[str, ...], pending: str | None, *, as_objects: bool) -> None:
    """Decode frames of a device, in order. DEVICE is an id, such as tindeq or open_profile."""
    for item in decode_frames(device, frames, pending):
        put(as_json(item) if as_objects else _words(item))


def _words(item: dict[str, object]) -> str:
    kind = str(item["kind"])
    rest = ", ".join(f"{name} {value}" for name, value in item.items() if name != "kind")
    return f"{kind.replace('_', ' ')}: {rest}" if rest else kind.replace("_", " ")
