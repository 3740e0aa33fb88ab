"""Many recordings at once: planned, spread over workers, kept in one result file.

Never judges a recording in another way than `devicelink replay` does with one. Guarded by
tests/cohort/.
"""
