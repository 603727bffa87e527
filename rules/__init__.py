"""What the law and the ministry's practice say: pure functions and values, no I/O."""
