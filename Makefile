# Every job runs through bootstrap.py, which sets itself up; without make: python3 bootstrap.py JOB
PYTHON ?= python3

.PHONY: setup demo test check bench chaos studies sbc tables docs lock
setup demo test check bench chaos studies sbc tables docs lock:
	@$(PYTHON) bootstrap.py $@
