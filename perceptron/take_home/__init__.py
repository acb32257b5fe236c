"""What leaves the page."""
