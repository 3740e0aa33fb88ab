"""Force over time to events: pure and deterministic; numpy is all it needs, time is an input."""
