"""Refusals of names that stand for nobody: people, agents and teams."""

from shared.eventlog.port import RequestIsUnclear, ThingIsUnknown


class PersonIsUnknown(ThingIsUnknown):
    """Nobody goes by that name or id."""


class NameIsAmbiguous(RequestIsUnclear):
    """Several people go by that name."""


class AgentIsUnknown(ThingIsUnknown):
    """The person never joined as an agent, or has left."""


class TeamIsUnknown(ThingIsUnknown):
    """No team goes by that name or id."""
