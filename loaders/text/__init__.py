"""The words of the statements: folding, tokens, search, concordance and keyness."""
