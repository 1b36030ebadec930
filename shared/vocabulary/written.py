"""What people write into requests: how long it may be, and that it is text."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

LONGEST_TEXT = 100_000
"""Characters; longer texts are files, and one request body stays below 1 MB."""
LONGEST_LINE = 200
"""Characters; a subject has to fit a line of a list."""
PERSON = r"^person-[0-9a-f]{32}$"


def legible(text: str) -> str:
    """The text, unless it holds what no keyboard writes: control characters other than line ends and tabs."""
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cc" and sign not in "\n\r\t":
            raise ValueError(f"expected text; character {place + 1} is the control sign {sign!r}")
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(legible),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_LINE),
    AfterValidator(legible),
]
