import os
import subprocess
import sys

from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector

from portal.metrics import exporter, folding

KEY = mmap_key("portal_requests", "portal_requests_total", ["url"], ["home"], "Requests answered")


def count(folder, process, value):
    """As if that process had counted so many."""
    file = MmapedDict(str(folder / f"counter_{process}.db"))
    file.write_value(KEY, value, 0.0)
    file.close()


def ended_process():
    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process.pid


def total(folder):
    [metric] = MultiProcessCollector.merge([str(path) for path in folder.glob("*.db")])
    [sample] = metric.samples
    return sample.value


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_of_ended_processes_become_one_and_the_sum_stays(tmp_path, monkeypatch):
    alive, gone = os.getpid(), ended_process()
    monkeypatch.setattr(folding, "MANY", 0)
    count(tmp_path, alive, 3)
    for value in (5, 7):
        count(tmp_path, gone, value)
        before = total(tmp_path)
        folding.fold(tmp_path, is_own=True)
        assert total(tmp_path) == before

    assert total(tmp_path) == 15
    assert files(tmp_path) == sorted(["counter_0.db", f"counter_{alive}.db"])


def test_few_files_are_left_alone(tmp_path):
    count(tmp_path, ended_process(), 5)

    folding.fold(tmp_path, is_own=True)

    assert len(files(tmp_path)) == 1


def test_files_of_another_container_are_folded_when_long_silent(tmp_path, monkeypatch):
    monkeypatch.setattr(folding, "MANY", 0)
    count(tmp_path, 1, 2)
    count(tmp_path, 2, 3)
    os.utime(tmp_path / "counter_2.db", (0, 0))

    folding.fold(tmp_path, is_own=False)

    assert (files(tmp_path), total(tmp_path)) == (["counter_0.db", "counter_1.db"], 5)


def test_what_all_containers_count_is_added_up(tmp_path, settings):
    settings.METRICS_DIR = tmp_path / "here"
    for name, value in (("here", 2), ("there", 3)):
        (tmp_path / name).mkdir()
        count(tmp_path / name, os.getpid(), value)

    [metric] = exporter.counted()

    assert [sample.value for sample in metric.samples] == [5]
