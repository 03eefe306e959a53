"""D6.7c: power cuts in the middle lose no job, and double none without a mark."""

import pytest
from crash import storm

JOBS = 30


@pytest.mark.parametrize("profile", ["epson-80", "generic-80"])
def test_no_job_is_lost_or_doubled_without_a_mark(tmp_path, profile):
    """The one counts its cuts and so can tell, the other cannot."""
    report = storm(tmp_path, JOBS, seed=7, profile=profile)
    assert (report.lost, report.doubled, report.unsettled) == ([], [], []), report
    assert min(report.kills["bridge"], report.kills["printer"]) >= 1, report
