"""The published structure: state events `org.microsol.*` that anybody can read.

`contents` builds each content from the world; `schemas` validates it. The JSON Schemas (2020-12) in
`schemas/` are the protocol.
"""
