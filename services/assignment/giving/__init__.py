"""Ways of giving: dealt, offered, pulled or by hand; raised hands; what a supervisor decides instead."""
