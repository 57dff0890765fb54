"""What a language model writes, held against the passages that it was given."""
