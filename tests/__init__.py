"""A package, so that no other package's stray `tests` on the path is taken for this one."""
