"""What tests share: servers of their own, waiting for a fact with a deadline."""
