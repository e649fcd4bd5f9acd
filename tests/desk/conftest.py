import pytest
from django.utils import timezone

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
