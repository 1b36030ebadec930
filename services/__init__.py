"""The desk's services: intake writes, assignment deals, projections show."""
