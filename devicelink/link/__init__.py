"""The way to a device: one port, bleak behind it, and a supervisor that keeps the link open.

Importing this room loads neither bleak nor bumble: both come in when a radio is opened, so that the
command line starts fast. Guarded by tests/link/test_radio.py.
"""
