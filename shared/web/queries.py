"""What stands after the question mark: an API's caller who mistypes a name is told, not answered amiss.

Pages take what browsers and links add to an address; the API says which parameters it knows.
"""

from fastapi import Request

from shared.eventlog.port import RequestIsUnclear

API = "/api/"


class ParameterIsUnknown(RequestIsUnclear):
    """The address has no parameter of that name; ignoring it would answer another question."""


def refuse_unknown(request: Request) -> None:
    """Refuse a parameter that the API's route does not declare. Raises `ParameterIsUnknown`."""
    given = request.query_params.keys()
    if not given or not request.url.path.startswith(API):
        return
    known = sorted(each.alias for each in request.scope["route"].dependant.query_params)
    for name in given:
        if name not in known:
            expected = f"expected {', '.join(known)}" if known else "it takes none"
            raise ParameterIsUnknown(f"{request.url.path} has no parameter {name!r}; {expected}")
