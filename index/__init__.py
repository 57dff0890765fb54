"""What finds passages: encoder, vectors, words, ranking, the store and its syncing."""
