"""The audit trail: nothing is left out and nothing is changed; sentences are made when it is read."""

from services.projections.view import Trail

AUDIT_TRAIL = Trail(name="audit_trail", version=1)
