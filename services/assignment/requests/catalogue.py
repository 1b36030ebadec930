"""Every request about a ticket's giving; routes and commands are made from this list."""

from services.assignment.requests.asking import GivingRequest
from services.assignment.requests.help import AnswerHand, CannotHelp, LowerHand, RaiseHand
from services.assignment.requests.offers import AcceptOffer, DeclineOffer
from services.assignment.requests.ownership import (
    GiveTicket,
    HandOverTicket,
    PutBackTicket,
    TakeTicket,
)
from services.assignment.requests.steering import PinTicket, UndoDeal, UnpinTicket

GIVING_REQUESTS: tuple[type[GivingRequest], ...] = (
    TakeTicket,
    GiveTicket,
    HandOverTicket,
    PutBackTicket,
    AcceptOffer,
    DeclineOffer,
    RaiseHand,
    LowerHand,
    AnswerHand,
    CannotHelp,
    PinTicket,
    UnpinTicket,
    UndoDeal,
)
