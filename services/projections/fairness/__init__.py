"""The figures of fairness that go beyond the ledger: forecasts, thin pools, burdens, and conduct."""
