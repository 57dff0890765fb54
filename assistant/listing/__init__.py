"""Good practices, projects and funding as records: lists, tables, exports for other catalogues."""
