"""Reads force from a Bluetooth pressure probe or ball and coaches a trigger-point hold, live."""

__version__ = "0.1.0"
