"""A simulated force device: physics, device and a real GATT peripheral. Imports no devicelink."""
