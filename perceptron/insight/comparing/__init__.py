"""Two runs or more beside one another: what was set otherwise, when each arrived, and what made the difference."""
