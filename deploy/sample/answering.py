"""Agents of the sample answer what they are offered: mostly yes, now and then no, sometimes too late."""

import random

from deploy.sample.stage import Stage
from services.assignment.requests.offers import AcceptOffer, DeclineOffer
from shared.clock import fresh_id
from shared.eventlog.port import Refusal
from shared.vocabulary.identity import Actor

YES, NO = 0.8, 0.06
"""How often an agent of the past says so at once; else they let the offer lapse."""
LOOKS = 0.08
"""How often an agent of the living desk looks at their offers in one of its moments."""


def answer(stage: Stage, dice: random.Random, reasons: tuple[str, ...], *, looks: float) -> None:
    """Each agent who `looks` at what they are offered says yes or no to it."""
    for ticket, offer in list(stage.assignment.situation.pending.offers.items()):
        mood = dice.random()
        if offer.agent not in stage.agents or dice.random() >= looks or mood >= YES + NO:
            continue
        request = AcceptOffer() if mood < YES else DeclineOffer(reason=dice.choice(reasons))
        command = fresh_id(stage.desk.chance)
        try:
            stage.hands.ask(ticket, request, by=Actor(offer.agent), command=command)
        except Refusal:
            # Somebody who tries the sample out was faster.
            continue
