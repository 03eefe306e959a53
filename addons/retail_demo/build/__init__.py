"""The builders of the demo chain: one concern a file, each a function of the environment."""
