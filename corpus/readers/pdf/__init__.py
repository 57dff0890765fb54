"""PDF files: words with their places, from these lines, tables, headings and paragraphs, page by page."""
