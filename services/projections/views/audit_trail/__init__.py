"""The audit trail: every event in order, told in one sentence."""
