"""A sample desk to look at: invented people and problems that go through the same requests as real ones."""
