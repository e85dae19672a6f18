"""
The reference: what anyone would first write. A Flask view, one Celery task a paper, docxtpl, one row and one file each.

It reads and plans with the same code as ours, so that only the way of the papers is compared. It does not outlive a power
cut, reads nothing back, indexes nothing, and what its broker loses is lost.
"""
