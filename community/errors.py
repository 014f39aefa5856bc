"""What can go wrong, as a code with fields; the sentence is made where it is shown.

Every error carries a `code` (a stable word) and fields (file, row, layer, handle, …).
`workspace.messages` holds the one catalogue that turns both into a translated sentence
saying what is wrong, where, and what to do.
"""

from __future__ import annotations


class CommonplanError(Exception):
    """Base of all errors this project raises on purpose.

    Parameters
    ----------
    code
        Stable word under which `workspace.messages` knows the sentence.
    fields
        Values the sentence names: file, row, layer, compound, …
    """

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields


class InputError(CommonplanError):
    """A file or layer handed to us is missing, broken or of another kind."""


class CommunityFileError(CommonplanError):
    """The community file is missing, foreign, newer than we are, or being edited."""


class SiteError(CommonplanError):
    """A boundary or an entrance is missing, doubled or invalid."""


class NumberingError(CommonplanError):
    """Places cannot be numbered as asked."""


class PublicationError(CommonplanError):
    """Something may not go public as asked."""


class OutputError(CommonplanError):
    """A result cannot be written where it was asked for."""
