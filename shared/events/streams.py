"""What each kind of stream may tell: made from the event classes; change those.

`python -m shared.events.publish` writes it anew.
"""

from shared.events import assignment, giving, people, pulling, roster, shadow, ticket, toughness

AnyAgentEvent = (
    roster.AgentCameBack
    | roster.AgentCapacitySet
    | roster.AgentFocusTimeSet
    | roster.AgentJoined
    | roster.AgentLeft
    | roster.AgentRedlineDrawn
    | roster.AgentRedlineLifted
    | roster.AgentSkillGranted
    | roster.AgentSkillWithdrawn
    | roster.AgentWentAway
    | roster.AgentWorkingTimeSet
)
AnyDeskEvent = assignment.DeskPolicySet | shadow.ShadowStarted | shadow.ShadowStopped
AnyEntitlementEvent = assignment.EntitlementBooked
AnyGivingEvent = (
    giving.DealOverridden
    | giving.DealUndone
    | giving.HandAnswered
    | giving.HandLowered
    | giving.HandRaised
    | giving.OfferAccepted
    | giving.OfferDeclined
    | giving.OfferLapsed
    | giving.SeatLeft
    | giving.SeatLeftEmpty
    | giving.TicketOffered
    | giving.TicketPinned
    | giving.TicketSeated
    | giving.TicketUnpinned
    | pulling.TicketPulled
)
AnyPersonEvent = (
    people.PersonErased
    | people.PersonIntroduced
    | people.PersonLinked
    | people.PersonRoleGranted
    | people.PersonRoleWithdrawn
)
AnyRoundEvent = assignment.RoundDecided | assignment.RoundProven
AnyTeamEvent = (
    giving.TeamFrozen
    | giving.TeamGivingSet
    | giving.TeamThawed
    | roster.TeamFormed
    | roster.TeamJoined
    | roster.TeamLeft
)
AnyTicketEvent = (
    ticket.TicketAssigned
    | ticket.TicketClosed
    | ticket.TicketConfirmed
    | ticket.TicketFollowedUp
    | ticket.TicketLinked
    | ticket.TicketNoted
    | ticket.TicketPromiseSet
    | ticket.TicketRaised
    | ticket.TicketReleased
    | ticket.TicketReopened
    | ticket.TicketReplied
    | ticket.TicketResolved
    | ticket.TicketResumed
    | ticket.TicketRouted
    | ticket.TicketSetWaiting
    | ticket.TicketTagged
    | ticket.TicketTriaged
    | ticket.TicketUpdatedElsewhere
    | ticket.TicketWorkLogged
)
AnyToughnessEvent = (
    toughness.AppealAnswered
    | toughness.CapExceeded
    | toughness.CreditMoved
    | toughness.JudgementAppealed
    | toughness.TicketFlaggedTough
    | toughness.ToughnessForecast
    | toughness.ToughnessTruedUp
)
OfAgent = AnyAgentEvent
OfDesk = AnyDeskEvent
OfModel = toughness.ForecastModelLearned
OfPerson = AnyPersonEvent | toughness.RequesterLearned
OfRound = AnyRoundEvent
OfShadow = shadow.ShadowCompared
OfTeam = AnyTeamEvent
OfTicket = AnyEntitlementEvent | AnyGivingEvent | AnyTicketEvent | AnyToughnessEvent
