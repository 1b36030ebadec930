"""Who works at the sample desk and who asks it for help; all of them are invented.

Each team has somebody in Europe, America and Asia, so that the desk moves whenever one looks; those in
New York stay until those in Tokyo begin.
"""

from dataclasses import dataclass, field
from datetime import time

from shared.vocabulary.working_time import WeeklyShift, WorkingTime


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent of the sample desk as its supervisor would welcome them."""

    name: str
    team: str
    tier: int
    skills: dict[str, int]
    languages: tuple[str, ...] = ("English",)
    zone: str = "Europe/Berlin"
    start: time = time(8)
    end: time = time(17)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    presence: int = 1_000
    pace: float = 1.0
    """How long this agent takes for an ordinary piece of work, 1.0 being usual."""
    declines: int = 80
    """Per mille of what they are given that they would rather not have."""

    @property
    def working_time(self) -> WorkingTime:
        """When they work."""
        week = tuple(WeeklyShift(day=day, start=self.start, end=self.end) for day in self.days)
        return WorkingTime(zone=self.zone, week=week)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who asks the sample desk for help."""

    name: str
    department: str
    grateful: float = 0.4
    """How often they confirm or thank, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole cast."""

    zone: str = "Europe/Berlin"
    supervisor: str = "Nora Lindqvist"
    manager: str = "Omar Haddad"
    teams: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "Service desk": ("Laptop", "Password", "Printer", "Mail"),
            "Network": ("VPN", "Wi-Fi", "Shared drive"),
            "Business apps": ("Payroll", "Orders", "Time sheet"),
        }
    )
    offered: tuple[str, ...] = ("Service desk",)
    """Teams that are offered their tickets; the others are dealt them."""


DESK = Desk()

TO_SATURDAY, TO_SUNDAY = (1, 2, 3, 4, 5), (2, 3, 4, 5, 6)
TO_MONDAY, TO_THURSDAY = (3, 4, 5, 6, 0), (6, 0, 1, 2, 3)
TOKYO, NEW_YORK = "Asia/Tokyo", "America/New_York"

AGENTS = (
    Colleague("Mira Dubois", "Service desk", 1, {"laptop": 3, "account": 3}, ("English", "French")),
    Colleague("Ben Okafor", "Service desk", 1, {"laptop": 2, "printer": 3, "mail": 2}, pace=1.2),
    Colleague(
        "Cy Tanaka",
        "Service desk",
        1,
        {"account": 2, "mail": 3, "laptop": 2, "printer": 1},
        zone=TOKYO,
        days=TO_SUNDAY,
    ),
    Colleague(
        "Ingrid Fischer", "Service desk", 2, {"laptop": 4, "account": 4, "mail": 4}, pace=0.8
    ),
    Colleague(
        "Luca Rossi",
        "Service desk",
        1,
        {"printer": 2, "laptop": 3, "account": 2, "mail": 2},
        zone=NEW_YORK,
        presence=800,
    ),
    Colleague("Ada Wanjiru", "Network", 2, {"network": 4, "storage": 3}, pace=0.9),
    Colleague(
        "Tomas Novak", "Network", 2, {"network": 3, "storage": 4}, zone=TOKYO, days=TO_THURSDAY
    ),
    Colleague("Sanne de Vries", "Network", 1, {"network": 2, "storage": 2}, days=TO_SUNDAY),
    Colleague(
        "Ravi Iyer",
        "Network",
        1,
        {"network": 3, "storage": 2},
        zone=NEW_YORK,
        start=time(10),
        end=time(19),
        days=TO_MONDAY,
        pace=1.1,
    ),
    Colleague(
        "Clara Moreau", "Business apps", 2, {"payroll": 4, "orders": 3}, ("English", "French")
    ),
    Colleague(
        "Hugo Berg",
        "Business apps",
        1,
        {"orders": 3, "payroll": 2},
        zone=NEW_YORK,
        start=time(10),
        end=time(19),
        pace=1.1,
    ),
    Colleague(
        "Elif Yilmaz", "Business apps", 2, {"payroll": 3, "orders": 4}, zone=TOKYO, days=TO_SATURDAY
    ),
)

CUSTOMERS = tuple(
    Customer(name, department, grateful)
    for name, department, grateful in (
        ("Petra Dubois", "Plant 2", 0.6),
        ("Emil Costa", "Sales", 0.2),
        ("Hana Suzuki", "Finance", 0.7),
        ("Idris Kowalski", "Sales", 0.3),
        ("Leila Haddad", "Logistics", 0.5),
        ("Mateo Weber", "Legal", 0.1),
        ("Greta Novak", "Care", 0.6),
        ("Kenji Sato", "Research", 0.4),
        ("Zora Petrov", "People", 0.5),
        ("Sean Silva", "Research", 0.2),
        ("Yara Mensah", "Finance", 0.8),
        ("Pavel Hansen", "Plant 1", 0.3),
        ("Noor Rahman", "Plant 2", 0.5),
        ("Viktor Lind", "Board", 0.1),
        ("Aiko Berger", "Care", 0.9),
        ("Felix Adeyemi", "Logistics", 0.4),
    )
)
