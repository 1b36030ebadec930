"""The mark beside each event on its ticket's page, by name of its icon."""

from shared.events import giving
from shared.events import ticket as said
from shared.events import toughness as weighed
from shared.events.assignment import EntitlementBooked
from shared.events.pulling import TicketPulled

SPOKEN = (said.TicketRaised, said.TicketReplied, said.TicketNoted)
"""What stands on the page in its own words, without a mark."""
MARKS: dict[type, str] = {
    said.TicketAssigned: "user",
    said.TicketReleased: "undo-2",
    said.TicketTriaged: "weight",
    said.TicketSetWaiting: "pause",
    said.TicketResumed: "play",
    said.TicketResolved: "check",
    said.TicketConfirmed: "check-check",
    said.TicketClosed: "lock",
    said.TicketReopened: "rotate-ccw",
    said.TicketFollowedUp: "link",
    said.TicketRouted: "arrow-right-left",
    said.TicketPromiseSet: "timer",
    said.TicketTagged: "tag",
    said.TicketLinked: "link",
    said.TicketWorkLogged: "clock",
    said.TicketUpdatedElsewhere: "history",
    EntitlementBooked: "scale",
    weighed.CreditMoved: "scale",
    weighed.CapExceeded: "scale",
    weighed.ToughnessForecast: "weight",
    weighed.ToughnessTruedUp: "weight",
    weighed.TicketFlaggedTough: "triangle-alert",
    weighed.JudgementAppealed: "hand",
    weighed.AppealAnswered: "check",
    giving.TicketOffered: "timer",
    giving.OfferAccepted: "check",
    giving.OfferDeclined: "x",
    giving.OfferLapsed: "timer",
    TicketPulled: "user",
    giving.HandRaised: "hand",
    giving.HandAnswered: "reply",
    giving.HandLowered: "x",
    giving.TicketSeated: "users",
    giving.SeatLeft: "x",
    giving.SeatLeftEmpty: "users",
    giving.DealOverridden: "user-plus",
    giving.DealUndone: "undo-2",
    giving.TicketPinned: "lock",
    giving.TicketUnpinned: "undo-2",
}
"""Every other event of a ticket's stream (held by tests/web/test_marks.py)."""
