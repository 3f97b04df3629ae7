"""The model itself: ten phases, one a file, each a few formulas and the steps that use them.

A step is a compiled function of the arrays it names and, for an actor's step, the actor's index. It reads
the state at the phase's start and writes its own actor; what many actors add to (stocks, queues, totals) is
summed by a step without an index, in index order. Both engines call the same steps.
"""
