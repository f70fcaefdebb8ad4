"""The phrases of the larger nouns, one module each; `phrases` puts them together with the rest."""
