"""Visitors who mean harm: whatever anybody can send to the server, in numbers."""
