"""Where lines of views are kept: lines and cursor in one transaction."""
