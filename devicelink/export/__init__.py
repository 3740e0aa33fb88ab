"""Rows in, bytes out: what was kept, for spreadsheets, scripts and clinicians.

`tables` makes CSV, `session_file` JSON Lines that also replay, `dictionary` says what every column
means, `writing` puts the bytes somewhere. Numbers are never converted or rounded on the way.
"""
