"""Checks too heavy for the tests: each module with a `main` is one, run by `./run more`.

A check exits with 0 when it passed, 1 when it failed and 77 when it cannot be made here; then the
last line that it printed is the reason.
"""
