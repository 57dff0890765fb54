"""From a question to the hits that people read."""
