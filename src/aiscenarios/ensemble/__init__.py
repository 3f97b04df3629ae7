"""Many runs of a scenario: simulated on threads, stored as they finish, read back as one result."""
