"""The declarations of all commands, one module a noun; `descriptors` puts them in order."""
