"""What the scripts beside Python torch share: processes that answer, turns, limits and rows."""

import os
import statistics
import subprocess
import threading
import time
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "..", ".."))
LAUNCHER = {
    "THP_MEM_ALLOC_ENABLE": "1",
    "MALLOC_TRIM_THRESHOLD_": "67108864",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "GOMP_SPINCOUNT": "10000",
}
GLIBC_HUGE = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}


class Worker:
    """One side: a process that answers each line with a line."""

    def __init__(self, name, command, environment):
        self.name = name
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            text=True,
            bufsize=1,
        )
        self.own = 0
        threading.Thread(target=self.watch, daemon=True).start()
        self.ready = self.answer("ready")

    def ask(self, line, expected):
        """The words of the answer after the expected one."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.answer(expected)

    def answer(self, expected):
        words = self.process.stdout.readline().split()
        if not words or words[0] != expected:
            raise SystemExit(f"{self.name} ended")
        return words[1:]

    def resident(self, key):
        """MiB, as the system states them: VmHWM is the peak, RssFile what is mapped of files."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(key + ":"))

    def peak(self):
        return self.resident("VmHWM")

    def watch(self):
        """Keeps the most that was seen without pages of files, which the system can take back."""
        while self.process.poll() is None:
            try:
                self.own = max(self.own, self.resident("RssAnon") + self.resident("RssShmem"))
            except (OSError, StopIteration):  # it has just ended
                return
            time.sleep(0.05)

    def memory(self):
        """MiB resident at most, and the most without pages of files (data, libraries)."""
        return f"{self.peak():,}, {self.own:,}"

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()


def java(name, program, words, environment, arguments=(), kind=Worker):
    """A side that is a class of our tests."""
    target = os.path.join(ROOT, "core", "target")
    listed = os.environ.get("CLASSPATH_FILE", os.path.join(target, "classpath.txt"))
    with open(listed, encoding="utf-8") as file:
        jars = file.read().strip()
    folders = [os.path.join(target, folder) for folder in ("test-classes", "classes")]
    home = os.environ.get("JAVA_HOME")
    command = [os.path.join(home, "bin", "java") if home else "java", *arguments]
    command += ["-cp", os.pathsep.join(folders + [jars]), "org.interfuse.training." + program]
    return kind(name, command + [str(word) for word in words], environment)


def python(name, script, words, environment, kind=Worker):
    program = os.environ.get("PYTHON", "/usr/bin/python3")
    return kind(name, [program, script, *(str(word) for word in words)], environment)


def in_turns(rounds, *sides):
    """What each of these functions returns, a list of the rounds each: forwards, then backwards."""
    results = [[] for _ in sides]
    for number in range(rounds):
        order = range(len(sides))
        for i in order if number % 2 == 0 else reversed(order):
            results[i].append(sides[i]())
    return results


# ---- limits ----


class Rates(NamedTuple):
    """Bytes, float32 and bfloat16 operations a second, of all threads together."""

    bandwidth: float
    single: float
    half: float


class Limits(Worker):
    """A process that measures what this machine can do at the moment."""

    def rates(self):
        return Rates(*(float(word) for word in self.ask("limits", "limits")))


def limits(threads, batch):
    return java("limits", "LimitsBenchmark", [threads, batch], LAUNCHER, ["-Xmx96m"], Limits)


class Work(NamedTuple):
    """What a step cannot do without: bytes moved, operations of products, and whether in bfloat16."""

    moved: float
    flops: float
    half: bool

    def least(self, rates):
        """Seconds by memory and by products."""
        return self.moved / rates.bandwidth, self.flops / (rates.half if self.half else rates.single)

    def distances(self, seconds, rates):
        """How many times its limit each round took."""
        return [time / max(self.least(one)) for time, one in zip(seconds, rates)]

    def which(self, rates):
        """By which, and the median of the limit."""
        memory, products = (statistics.median(times) for times in zip(*map(self.least, rates)))
        name = "memory" if memory > products else "bfloat16 products" if self.half else "float32 products"
        return f"{name}, {statistics.median(max(self.least(one)) for one in rates):.3g} s"


# ---- tables ----


def quartiles(values):
    values = list(values)
    return statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3


def middle(values, digits=".3g", unit=""):
    """Cells of a median and of the quartiles."""
    low, median, high = quartiles(values)
    return f"{median:{digits}}{unit}", f"{low:{digits}}–{high:{digits}}"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def header(text):
    names = text.split("|")
    row(*names)
    row(*["---"] * len(names))


class Outcome(NamedTuple):
    """Ours and one peer: seconds a step of each round, and what the machine could do in it."""

    what: str
    arithmetic: str
    threads: int
    ours: list
    memory: str
    form: str
    theirs: list
    their_memory: str
    work: Work
    rates: list

    @staticmethod
    def header():
        header("what|arithmetic|threads|ours, s a step|quartiles|peak MiB, without files|peer|its s a step|quartiles"
               "|peak MiB, without files|ours is faster|quartiles|× its limit|quartiles|which is")

    def row(self):
        ratios = [their / our for our, their in zip(self.ours, self.theirs)]
        row(self.what, self.arithmetic, self.threads, *middle(self.ours), self.memory, self.form,
            *middle(self.theirs), self.their_memory, *middle(ratios, ".2f", "×"),
            *middle(self.work.distances(self.ours, self.rates), ".2f"), self.work.which(self.rates))

    def limits(self):
        """What the machine could do meanwhile, for below the table."""
        return f"{self.what}, {self.arithmetic}, beside {self.form}: " + stated(self.rates)


def stated(rates):
    """Medians and quartiles of rates."""
    giga = [[value / 1e9 for value in values] for values in zip(*rates)]
    texts = ["{} ({})".format(*middle(values)) for values in giga]
    return f"{texts[0]} GB/s, float32 {texts[1]} and bfloat16 {texts[2]} GFLOP/s"
