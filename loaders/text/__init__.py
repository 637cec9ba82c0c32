"""What the statements say, word by word: folding, tokens, queries, search, concordance and keyness."""
