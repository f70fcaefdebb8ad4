"""The phrases of each noun, one module each; `phrases` puts them together."""
