"""Two ways to run the same rules: the kernel (thousands of runs) and Mesa agents (one run, step by step)."""
