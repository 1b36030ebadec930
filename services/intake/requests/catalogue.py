"""Every request about a ticket, by its path: addresses and commands are made from this list."""

from services.intake.requests.course import (
    CloseTicket,
    ConfirmTicket,
    ReopenTicket,
    ResolveTicket,
    ResumeTicket,
    SetTicketWaiting,
)
from services.intake.requests.form import TicketRequest
from services.intake.requests.judging import RouteTicket, TriageTicket
from services.intake.requests.talking import (
    LinkTickets,
    LogWork,
    NoteOnTicket,
    ReplyToTicket,
    TagTicket,
)

TICKET_REQUESTS: tuple[type[TicketRequest], ...] = (
    ReplyToTicket,
    NoteOnTicket,
    TriageTicket,
    RouteTicket,
    SetTicketWaiting,
    ResumeTicket,
    ResolveTicket,
    ConfirmTicket,
    CloseTicket,
    ReopenTicket,
    LinkTickets,
    TagTicket,
    LogWork,
)
