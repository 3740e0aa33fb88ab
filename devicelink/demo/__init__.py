"""The demonstration: a simulated device, hand and person around the real client."""
