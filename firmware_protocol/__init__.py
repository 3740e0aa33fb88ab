"""Bytes on the air to meaning and back, for every device: standard library only, no clock."""
