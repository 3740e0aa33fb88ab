"""What a device's bytes mean, both ways, without a radio: python examples/decode_a_frame.py"""

from devicelink.drivers.decode import decode_frames
from firmware_protocol.profile_data import DataBatch


def main() -> None:
    """Decode a Progressor's frame, make one of our own, and spoil it."""
    for found in decode_frames("tindeq", ["01080000a041d4300000"]):
        print("tindeq      ", found)

    batch = DataBatch(seq=1200, t_us=12_000_000, interval_us=10_000, force_mn=(24_100, 24_350))
    frame = batch.serialize().hex()
    for found in decode_frames("open_profile", [frame, frame[:-2]]):
        print("open profile", found)


if __name__ == "__main__":
    main()
