import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.results.locking import lock
from desk import sample


@pytest.fixture(scope="session")
def sample_snapshot(snapshot):
    def build():
        day = timezone.localdate()
        sample.load(day, say=lambda line: None)
        return day

    return snapshot("sample", build)


@pytest.fixture
def loaded(sample_snapshot, db, media):
    """As somebody would load the sample today, whatever day that is: the day."""
    return sample_snapshot.restore()


def play(stage, staff):
    """A stage of the sample's contest to its locked result: the panel's part, then the committee's."""
    call_command("sample", play_contest=True)
    stage.refresh_from_db()
    stage.close(by=staff)
    lock(stage, by=staff)
