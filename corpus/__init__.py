"""What a document is: records, readers, language, passages, metadata."""
