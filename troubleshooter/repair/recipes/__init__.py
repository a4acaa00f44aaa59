"""One recipe a file: `repair(job)` gives the change, or raises CannotRepair."""
