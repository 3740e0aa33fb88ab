"""What to do with what the core saw, and why: plan, coach, limits. Pure; time is an input."""
