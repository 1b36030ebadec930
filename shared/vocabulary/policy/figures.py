"""Figures of the policy: a range, and the sentence a supervisor reads, `{}` being the figure."""

from msgspec import Meta


def figure(sentence: str, *, least: int = 0, most: int, milli: bool = False) -> Meta:
    """The range of a figure and its sentence; `milli` figures are thousandths of what people say."""
    return Meta(ge=least, le=most, description=sentence, extra={"milli": milli})


def said(sentence: str) -> Meta:
    """The sentence of what is no figure: yes or no, or a list."""
    return Meta(description=sentence)
