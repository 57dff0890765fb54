"""What finds passages: encoder, vectors, words, fusion, the store and its syncing."""
