"""From hits to sentences: what a question asks for, what speaks for a sentence, which are said, when none is."""
