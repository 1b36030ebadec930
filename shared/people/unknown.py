"""Refusals of names that stand for nobody: people, agents and teams."""

from shared.eventlog.port import Refusal


class PersonIsUnknown(Refusal):
    """Nobody goes by that name or id."""


class NameIsAmbiguous(Refusal):
    """Several people go by that name."""


class AgentIsUnknown(Refusal):
    """The person never joined as an agent, or has left."""


class TeamIsUnknown(Refusal):
    """No team goes by that name or id."""
