"""The signal benchmark: made holds and releases with their truth, metrics, baselines, one table.

`python -m benchmarks.signal` prints it all; README.md beside this file says how to use the parts.
"""
