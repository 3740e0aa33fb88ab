"""One session from link to view: a pure engine, and the task group that feeds it."""
