"""What people touch: the command line, the pages and their texts in three languages."""
