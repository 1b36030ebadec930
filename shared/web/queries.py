"""What stands after the question mark: an API's caller who mistypes a name is told, not answered amiss.

Pages take what browsers and links add to an address; the API says which parameters it knows. A moment is
refused by both where it is not known: a page that shows now must not be taken for one that shows then.
"""

from fastapi import Request

from shared.eventlog.port import RequestIsUnclear

API, MOMENT = "/api/", "at"


class ParameterIsUnknown(RequestIsUnclear):
    """The address has no parameter of that name; ignoring it would answer another question."""


def refuse_unknown(request: Request) -> None:
    """Refuse a parameter of the API, or a moment, that the route does not declare.

    Raises `ParameterIsUnknown`.
    """
    given = set(request.query_params)
    if not request.url.path.startswith(API):
        given &= {MOMENT}
    if not given:
        return
    known = sorted(each.alias for each in request.scope["route"].dependant.query_params)
    for name in sorted(given):
        if name not in known:
            expected = f"expected {', '.join(known)}" if known else "it takes none"
            raise ParameterIsUnknown(f"{request.url.path} has no parameter {name!r}; {expected}")
